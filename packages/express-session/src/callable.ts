/**
 * A class that old code can call as it calls its base: `Cookie.call(this, options)`. What the constructor puts on a new object is put on
 * that one. Good for classes without private members.
 */
export function callable<Class extends abstract new (...args: never[]) => object>(base: Class): Class {
  return new Proxy(base, {
    apply(target, self: object, args: unknown[]) {
      const made = Reflect.construct(target, args) as object;
      Object.defineProperties(self, Object.getOwnPropertyDescriptors(made));
    },
  });
}
