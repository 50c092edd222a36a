// Starts OpenTelemetry, before everything else: `node --import ./instrumentation.js server.js`. Here it prints; the
// exporters of @opentelemetry/exporter-…-otlp-http send to a collector instead.
import { metrics } from "@opentelemetry/api";
import { HttpInstrumentation } from "@opentelemetry/instrumentation-http";
import {
  ConsoleMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from "@opentelemetry/sdk-metrics";
import { ConsoleSpanExporter, NodeTracerProvider, SimpleSpanProcessor } from "@opentelemetry/sdk-trace-node";

const tracing = new NodeTracerProvider({
  spanProcessors: [new SimpleSpanProcessor(new ConsoleSpanExporter())],
});
tracing.register();

const metering = new MeterProvider({
  readers: [
    new PeriodicExportingMetricReader({
      exporter: new ConsoleMetricExporter(),
      exportIntervalMillis: 30_000,
    }),
  ],
});
metrics.setGlobalMeterProvider(metering);

// A span for each request: the events go there.
new HttpInstrumentation();

/** Sends what has not been sent. */
export async function stopTelemetry() {
  await Promise.all([tracing.shutdown(), metering.shutdown()]);
}
