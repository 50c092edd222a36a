using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
  services = [(name = "tests", worker = .tests)],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "tests")],
);

const tests :Workerd.Worker = (
  modules = [(name = "tests.js", esModule = embed "tests.js")],
  compatibilityDate = "2026-10-01",
  # The tests, and the conformance suite, use node:assert and others. Core does not.
  compatibilityFlags = ["nodejs_compat"],
);
