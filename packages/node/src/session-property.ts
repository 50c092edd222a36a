/** What is needed of core's `Sessions`: it finds what it began. */
export interface Finder {
  /** What was begun for this request; undefined when nothing was. */
  find(request: object): { get session(): object; set session(value: object | null | undefined) } | undefined;
}

/**
 * The property `session` of a request. An adapter makes one for all its requests: to make a property with functions of its own costs
 * more than to find the session.
 */
export function sessionProperty(sessions: Finder): PropertyDescriptor {
  return {
    get(this: object): object | undefined {
      return sessions.find(this)?.session;
    },
    set(this: object, value: object | null | undefined): void {
      const opened = sessions.find(this);
      if (opened !== undefined) opened.session = value;
    },
    configurable: true,
    enumerable: true,
  };
}
