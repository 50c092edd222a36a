// The real SDK, with exporters that keep what they get. Imported before the app, as instrumentation.js is.
import { metrics } from "@opentelemetry/api";
import { HttpInstrumentation } from "@opentelemetry/instrumentation-http";
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from "@opentelemetry/sdk-metrics";
import { InMemorySpanExporter, NodeTracerProvider, SimpleSpanProcessor } from "@opentelemetry/sdk-trace-node";

const spanExporter = new InMemorySpanExporter();
new NodeTracerProvider({ spanProcessors: [new SimpleSpanProcessor(spanExporter)] }).register();

const metricExporter = new InMemoryMetricExporter(AggregationTemporality.DELTA);
const metering = new MeterProvider({
  readers: [new PeriodicExportingMetricReader({ exporter: metricExporter, exportIntervalMillis: 3_600_000 })],
});
metrics.setGlobalMeterProvider(metering);

new HttpInstrumentation();

/** Forgets what has been exported. */
export async function forget() {
  await metering.forceFlush();
  metricExporter.reset();
  spanExporter.reset();
}

/** What has been exported since then. */
export async function exported() {
  await metering.forceFlush();
  const allMetrics = metricExporter
    .getMetrics()
    .flatMap(({ scopeMetrics }) => scopeMetrics)
    .flatMap((scope) => scope.metrics);
  const spans = spanExporter.getFinishedSpans();
  return {
    /** The data points of our counter. */
    points: allMetrics
      .filter(({ descriptor }) => descriptor.name === "sess.events")
      .flatMap(({ dataPoints }) => dataPoints.map(({ attributes, value }) => ({ attributes, value }))),
    spans,
    /** Every text that leaves the process. */
    text: JSON.stringify([
      allMetrics,
      spans.map(({ name, attributes, events, status, links, resource }) => {
        return [name, attributes, events, status, links, resource.attributes];
      }),
    ]),
  };
}
