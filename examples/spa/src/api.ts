/** Who is signed in, as the server says. */
export interface Session {
  readonly user: string | null;
}

/** What the server answers when it does not do what it was asked for. */
export class ApiError extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

// In memory, and nowhere else. It is gone when the page is; the next one asks for its own.
let csrfToken = "";

export const loadSession = (): Promise<Session> => keepToken(call("GET", "/session"));

export const login = (name: string, password: string): Promise<Session> =>
  keepToken(call("POST", "/login", { name, password }));

export const logout = (): Promise<Session> => keepToken(call("POST", "/logout"));

export const loadNotes = (): Promise<string[]> => call("GET", "/notes");

export const addNote = (text: string): Promise<string[]> => call("POST", "/notes", { text });

/** A login makes a new session token, and with it a new CSRF token. */
async function keepToken(answer: Promise<Session & { csrfToken?: string }>): Promise<Session> {
  const session = await answer;
  csrfToken = session.csrfToken ?? "";
  return session;
}

/** The browser adds the session cookie by itself; no script can see it. */
async function call<Answer>(method: string, path: string, body?: unknown): Promise<Answer> {
  const answer = await fetch(`/api${path}`, {
    method,
    headers: { "Content-Type": "application/json", ...(csrfToken !== "" && { "X-CSRF-Token": csrfToken }) },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const content: unknown = await answer.json();
  if (answer.ok) return content as Answer;
  const { code, message } = content as ApiError;
  throw new ApiError(code, message);
}
