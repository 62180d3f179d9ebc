import type { Notice } from './variable.ts';

const ADDRESS = /^\s*(?:tcp|udp|sctp):\/\/\S+:\d{1,5}\s*$/i;

/**
 * Whether a variable was not meant for the platform: for a Service named `gateway` Kubernetes sets
 * `GATEWAY_PORT=tcp://10.0.0.1:43890` in every container, as Docker does for a linked one.
 */
export function isServiceLink(name: string, text: string | undefined): boolean {
  return name.endsWith('_PORT') && text !== undefined && ADDRESS.test(text);
}

export function noticeOfLink(variable: string): Notice {
  return { variable, text: `${variable} is ignored: it is what Kubernetes sets for a Service of that name` };
}
