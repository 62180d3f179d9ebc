import type { Provider } from 'oidc-provider';
import type { Context } from './context.ts';

/** What the library says in one word alone. */
const DESCRIPTIONS: Readonly<Record<string, string>> = {
  request_not_supported: 'the parameter request is not supported',
  request_uri_not_supported: 'the parameter request_uri is not supported',
};

/** Each fault that goes back to a service says in words what it is: gives what makes it so, once there is an answer. */
export function describeFaults(provider: Provider): (ctx: Context) => void {
  const wordless = new WeakMap<object, string>();
  provider.on('authorization.error', (ctx, error) => {
    if (error.error_description === undefined) wordless.set(ctx, error.error);
  });
  return (ctx) => {
    const error = wordless.get(ctx);
    const description = error === undefined ? undefined : DESCRIPTIONS[error];
    if (error === undefined || description === undefined) return;
    const location = ctx.res.getHeader('location');
    if (typeof location === 'string') {
      const more = `&error_description=${encodeURIComponent(description)}`;
      ctx.set(
        'location',
        location.replace(`error=${error}`, (named) => `${named}${more}`),
      );
    } else if (typeof ctx.body === 'string') {
      const input = (name: string, value: string) => `<input type="hidden" name="${name}" value="${value}"/>`;
      const named = input('error', error);
      ctx.body = ctx.body.replace(named, `${named}${input('error_description', description)}`);
    }
  };
}
