import { useCallback, useEffect, useState } from "react";
import { ApiError, loadSession, type Session } from "./api.js";
import { Notes } from "./notes.js";
import { SignIn } from "./sign-in.js";

/** What to say when the session is not the one that this page knows. Who is there has to be asked again then. */
const outdated = new Map([
  ["LOGIN_REQUIRED", "Your session is over. Sign in again."],
  ["CSRF_TOKEN", "Somebody signed in again in another tab. Try once more."],
]);

export function App() {
  const [session, setSession] = useState<Session>();
  const [problem, setProblem] = useState<string>();

  const clear = (): void => setProblem(undefined);

  const begin = useCallback((next: Session) => {
    setProblem(undefined);
    setSession(next);
  }, []);

  /** Shows why something did not work. */
  const fail = useCallback((error: unknown) => {
    const news = error instanceof ApiError ? outdated.get(error.code) : undefined;
    setProblem(news ?? (error instanceof Error ? error.message : String(error)));
    if (news !== undefined) loadSession().then(setSession, fail);
  }, []);

  useEffect(() => void loadSession().then(begin, fail), [begin, fail]);

  return (
    <>
      {problem !== undefined && (
        <p className="problem" role="alert">
          {problem}
        </p>
      )}
      {session?.user === null && <SignIn onSignedIn={begin} onFail={fail} />}
      {session?.user && (
        <Notes key={session.user} user={session.user} onDone={clear} onSignedOut={begin} onFail={fail} />
      )}
    </>
  );
}
