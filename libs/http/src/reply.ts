import type { z } from 'zod';

/** The answers of a route by status: the schema of a JSON body, or a description where there is no body or a page. */
export type Responses = Readonly<Record<number, z.ZodType | string>>;

/** Headers of an answer. A list becomes several headers of one name, as `set-cookie` needs it. */
export type ReplyHeaders = Readonly<Record<string, string | readonly string[]>>;

type Headers = { headers?: ReplyHeaders };
type StatusOf<R extends Responses> = Extract<keyof R, number>;

/** Changes of a page's Content-Security-Policy: further sources of a directive, or `unrestricted`, which omits it. */
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
