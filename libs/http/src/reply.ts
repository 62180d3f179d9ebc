import type { z } from 'zod';

/** What a route may answer: a schema for a JSON body, or a few words where the body is none or a page. */
export type Responses = Readonly<Record<number, z.ZodType | string>>;

/** Headers of an answer; a list is sent as so many headers of one name, as `set-cookie` needs it. */
export type ReplyHeaders = Readonly<Record<string, string | readonly string[]>>;

type Headers = { headers?: ReplyHeaders };
type StatusOf<R extends Responses> = Extract<keyof R, number>;

/**
 * How a page's Content-Security-Policy differs from the usual: further sources of a directive, or `unrestricted`, which
 * leaves the directive out.
 */
export type PolicyChanges = Readonly<Record<string, readonly string[] | 'unrestricted'>>;

export type JsonReply<R extends Responses> = {
  [S in StatusOf<R>]: R[S] extends z.ZodType
    ? { status: S; body: z.input<R[S]> } & Headers
    : { status: S } & Headers;
}[StatusOf<R>];

export type PageReply<R extends Responses> = Headers & {
  status: StatusOf<R>;
  html: string;
  policy?: PolicyChanges;
};
export type RedirectReply<R extends Responses> = Headers & { status: StatusOf<R>; location: string };
export type TextReply<R extends Responses> = Headers & {
  status: StatusOf<R>;
  text: string;
  contentType: string;
};

export type Reply<R extends Responses> = JsonReply<R> | PageReply<R> | RedirectReply<R> | TextReply<R>;
