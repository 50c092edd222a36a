/** Makes as many calls at a time as there would be requests. */
export async function inFlight(calls, limit, call) {
  let next = 0;
  const worker = async () => {
    while (next < calls) await call(next++);
  };
  await Promise.all(Array.from({ length: limit }, worker));
}
