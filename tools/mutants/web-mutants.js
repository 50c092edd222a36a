/** What an adapter for fetch handlers must do by itself, for nothing below it holds the head. */
export const webMutants = [
  {
    name: "the fetch adapter believes X-Forwarded-Proto of everybody",
    file: "web/src/settings.ts",
    find: `secure: trustProxy ? cameSecurely : isSecure`,
    put: `secure: cameSecurely`,
  },
  {
    name: "the fetch adapter believes no proxy",
    file: "web/src/settings.ts",
    find: `secure: trustProxy ? cameSecurely : isSecure`,
    put: `secure: isSecure`,
  },
  {
    name: "the fetch adapter runs the handler before the session is loaded",
    file: "web/src/web-session.ts",
    find: `        await opened.loading;\n`,
    put: `        opened.loading?.catch(() => {});\n`,
  },
  {
    name: "the fetch adapter hands the response on before the session is saved",
    file: "web/src/open-session.ts",
    find: `        await opened.commit();\n`,
    put: `        opened.commit()?.catch(() => {});\n`,
  },
  {
    name: "the fetch adapter drops the copy with the headers",
    file: "web/src/web-exchange.ts",
    find: `    return this.#copy ?? this.#response;`,
    put: `    return this.#response;`,
  },
  {
    name: "the fetch adapter takes the place of others' cookies",
    file: "web/src/web-exchange.ts",
    find: `this.#writable()?.append(name, value);`,
    put: `this.#writable()?.set(name, value);`,
  },
  {
    name: "the query belongs to an exempt path of the fetch adapter",
    file: "web/src/url-parts.ts",
    find: `(?<path>[^?#]*)`,
    put: `(?<path>.*)`,
  },
  {
    name: "the answer to a handler's error has no cookie",
    file: "web/src/web-session.ts",
    find: `return response === undefined ? giveUp(thrown) : send(response);`,
    put: `return response === undefined ? giveUp(thrown) : response;`,
  },
  {
    name: "a body ends before its late changes are saved",
    file: "web/src/body-end.ts",
    find: `        await finish();\n        controller.close();`,
    put: `        controller.close();\n        await finish();`,
  },
  {
    name: "late changes in a body of the fetch adapter are dropped",
    file: "web/src/open-session.ts",
    find: `return saveAtEnd ? endingWith(answer, finish) : answer;`,
    put: `return answer;`,
  },
];

/** Checks that a handler calls, and may forget to wait for. */
export const webCheckMutants = [
  {
    name: "a login check tells its answer by a rejection, and the handler goes on",
    file: "web/src/require-login.ts",
    find: `    throwIfAny(outcome);\n    return Promise.resolve();`,
    put: `    return checks.watch(Promise.resolve(outcome).then(throwIfAny));`,
  },
  {
    name: "a check that nobody awaits lets the page out",
    file: "web/src/open-session.ts",
    find: `        await checks.passed();\n`,
    put: `        void checks.passed().catch(() => {});\n`,
  },
  {
    name: "what was changed beside a check that failed is saved",
    file: "web/src/open-session.ts",
    find: `refused ? undefined : opened.finish()`,
    put: `opened.finish()`,
  },
  {
    name: "a failure that the app has caught refuses the response",
    file: "web/src/checks.ts",
    find: `!check.observed && !(await check.settled)`,
    put: `!(await check.settled)`,
  },
  {
    name: "a failed check does not make the response one of its error's",
    file: "web/src/checks.ts",
    find: `throw check.error;`,
    put: `return;`,
  },
];
