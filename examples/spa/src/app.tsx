import { useCallback, useEffect, useState } from "react";
import { ApiError, loadSession, type Session } from "./api.js";
import { Notes } from "./notes.js";
import { SignIn } from "./sign-in.js";

/** The session has ended, or somebody signed in again in another tab: who is there has to be asked again. */
const outdated = ["LOGIN_REQUIRED", "CSRF_TOKEN"];

export function App() {
  const [session, setSession] = useState<Session>();
  const [problem, setProblem] = useState<string>();

  const begin = useCallback((next: Session) => {
    setProblem(undefined);
    setSession(next);
  }, []);

  /** Shows why something did not work. */
  const fail = useCallback((error: unknown) => {
    setProblem(error instanceof Error ? error.message : String(error));
    if (error instanceof ApiError && outdated.includes(error.code)) loadSession().then(setSession, fail);
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
      {session?.user && <Notes key={session.user} user={session.user} onSignedOut={begin} onFail={fail} />}
    </>
  );
}
