import { copyOf } from "./copy-of.js";

/** The same response, whose body ends when `finish` is done. It is also called when the client has left. */
export function endingWith(response: Response, finish: () => Promise<void>): Response {
  const copy = copyOf(response, (body) => through(body, finish));
  return copy.body === null ? response : copy;
}

function through(body: ReadableStream<Uint8Array>, finish: () => Promise<void>): ReadableStream<Uint8Array> {
  const reader = body.getReader();
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller): Promise<void> {
        const part = await reader.read().catch(async (error: unknown) => {
          await finish();
          throw error;
        });
        if (!part.done) return controller.enqueue(part.value);
        await finish();
        controller.close();
      },
      async cancel(reason): Promise<void> {
        // The source first: what it changes when it hears that the client has left is saved as well.
        await reader.cancel(reason).finally(finish);
      },
    },
    // Nothing is read before somebody asks for it: the source keeps its own pace.
    { highWaterMark: 0 },
  );
}
