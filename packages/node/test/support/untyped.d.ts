type Middleware = (req: unknown, res: unknown, next: () => void) => void;

declare module "compression" {
  export default function compression(options?: { threshold?: number }): Middleware;
}
declare module "on-finished" {
  export default function onFinished(res: object, listener: (error: Error | null, res: object) => void): void;
}
declare module "on-headers" {
  export default function onHeaders(res: object, listener: () => void): void;
}
