/** Lays properties over an object for a while. */
export class Shadow {
  readonly #target: object;
  readonly #laid: PropertyDescriptorMap;
  readonly #before: Map<string, PropertyDescriptor | undefined> = new Map();

  constructor(target: object, properties: PropertyDescriptorMap) {
    this.#target = target;
    this.#laid = properties;
    for (const [name, descriptor] of Object.entries(properties)) {
      this.#before.set(name, Object.getOwnPropertyDescriptor(target, name));
      Object.defineProperty(target, name, { ...descriptor, configurable: true, enumerable: true });
    }
  }

  /** Brings back what was there. What others have laid on top in the meantime is theirs, and stays. */
  remove(): void {
    for (const [name, before] of this.#before) {
      const now = Object.getOwnPropertyDescriptor(this.#target, name);
      const laid = this.#laid[name];
      if (now === undefined || now.get !== laid?.get || now.value !== laid?.value) continue;
      if (before !== undefined) Object.defineProperty(this.#target, name, before);
      else Reflect.deleteProperty(this.#target, name);
    }
  }
}
