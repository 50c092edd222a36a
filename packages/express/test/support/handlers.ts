import type { ErrorRequestHandler, Request, RequestHandler, Response } from "express";

/** An asynchronous handler whose rejections reach `next` on Express 4 as well. */
export function handler(work: (req: Request, res: Response) => unknown): RequestHandler {
  return (req, res, next) => {
    Promise.resolve()
      .then(() => work(req, res))
      .catch(next);
  };
}

/** Answers with the status and the code of an error, as apps that speak JSON do. */
export const jsonErrors: ErrorRequestHandler = (
  error: { status?: number; code?: string; message: string },
  _req,
  res,
  next,
) => {
  if (res.headersSent) return next(error);
  res.status(error.status ?? 500).json({ code: error.code, message: error.message });
};
