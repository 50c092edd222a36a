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
    file: "web/src/web-exchange.ts",
    find: `return new URL(this.#request.url).pathname;`,
    put: `return this.#request.url.slice(new URL(this.#request.url).origin.length);`,
  },
  {
    name: "the answer to a handler's error has no cookie",
    file: "web/src/web-session.ts",
    find: `if (response !== undefined) return send(response);`,
    put: `if (response !== undefined) return response;`,
  },
  {
    name: "a body ends before its late changes are saved",
    file: "web/src/body-end.ts",
    find: `      await finish();\n      controller.close();`,
    put: `      controller.close();\n      await finish();`,
  },
  {
    name: "late changes in a body of the fetch adapter are dropped",
    file: "web/src/open-session.ts",
    find: `return saveAtEnd ? endingWith(answer, finish) : answer;`,
    put: `return answer;`,
  },
];
