/** The host that a request was sent to. Over HTTP/2 there may be no header of that name. */
export function hostOf(request: Request): string {
  return request.headers.get("host") ?? new URL(request.url).host;
}
