import { readFileSync } from 'node:fs';
import { PlainError } from '../plain-error.ts';
import { isServiceLink, noticeOfLink } from './service-links.ts';
import { trialSettings } from './trial-settings.ts';
import type { Notice, Setting, ValuesOf, Variable, Variables } from './variable.ts';
import { variables as all } from './variables.ts';

/** A start that cannot be: the message holds one line for each fault. */
export class ConfigurationError extends PlainError {
  override readonly name = 'ConfigurationError';
  readonly faults: readonly string[];
  constructor(faults: readonly string[]) {
    super(faults.join('\n'));
    this.faults = faults;
  }
}

export type EnvironmentTexts = Readonly<Record<string, string | undefined>>;

function textOf(env: EnvironmentTexts, name: string): string | undefined {
  const text = env[name]?.trim();
  return text === undefined || text === '' || isServiceLink(name, text) ? undefined : text;
}

/** Whether `STORE_URL` or `EVENTS_URL` names an engine that many processes share. */
export function isDistributed(env: EnvironmentTexts): boolean {
  return /^mongodb/i.test(textOf(env, 'STORE_URL') ?? '') || /^kafka/i.test(textOf(env, 'EVENTS_URL') ?? '');
}

/** A value for an error message, without secrets: by default without a URL's user and password. */
function shown(text: string, { secret, shown: mask = withoutUser }: Variable<unknown>): string {
  if (secret) return `(hidden, ${text.length} characters)`;
  const masked = mask(text);
  return JSON.stringify(masked.length > 200 ? `${masked.slice(0, 200)}…` : masked);
}

function withoutUser(text: string): string {
  return text.replace(/^([a-z][a-z0-9+.-]*:(?:\/\/)?)?.*@/is, '$1***@');
}

/**
 * A secret's text: the variable's own, or else what the file holds that `<name>_FILE` names, as container platforms
 * hand secrets over. `fault` where that cannot be.
 */
function secretOf(env: EnvironmentTexts, name: string): { text?: string | undefined; fault?: string } {
  const path = textOf(env, `${name}_FILE`);
  const text = textOf(env, name);
  if (path === undefined) return { text };
  if (text !== undefined) return { fault: `${name} and ${name}_FILE are both given: it should be one` };
  try {
    return { text: readFileSync(path, 'utf8').trim() };
  } catch {
    return {
      fault: `${name}_FILE is ${JSON.stringify(path)}, which cannot be read: it should be a file that holds ${name}`,
    };
  }
}

/** What an app reads of the environment, and the notices to log at its start. */
export type Environment<V extends Variables> = ValuesOf<V> & Setting & { notices: readonly Notice[] };

/**
 * Reads the variables that an app knows. An empty value counts as absent. All faults are reported together
 * (ConfigurationError), each on a line that names the variable, what it was and what it should be. With
 * GATEHOUSE_ENV=production a setting that is only fit for a trial is a fault; without, a notice.
 */
export function readEnvironment<V extends Variables>(variables: V, env: EnvironmentTexts): Environment<V> {
  const setting: Setting = { distributed: isDistributed(env) };
  const faults: string[] = [];
  const values: Record<string, unknown> = {};
  const { GATEHOUSE_ENV } = all;
  for (const [name, variable] of Object.entries<Variable<unknown>>({ GATEHOUSE_ENV, ...variables })) {
    const { text, fault } = variable.secret ? secretOf(env, name) : { text: textOf(env, name) };
    if (fault !== undefined) {
      faults.push(fault);
      continue;
    }
    if (text === undefined) {
      const absent = variable.absent(setting);
      if (absent === 'required') faults.push(`${name} is missing: it should be ${variable.expected}`);
      else values[name] = absent.value;
      continue;
    }
    const parsed = variable.schema.safeParse(text);
    if (parsed.success) values[name] = parsed.data;
    else {
      const what = [shown(text, variable), variable.faultOf?.(text)].filter((each) => each !== undefined);
      faults.push(`${name} is ${what.join(', ')}: it should be ${variable.expected}`);
    }
  }
  if (faults.length > 0) throw new ConfigurationError(faults);
  const onTrial = trialSettings(values);
  if (values.GATEHOUSE_ENV !== undefined && onTrial.length > 0)
    throw new ConfigurationError(onTrial.map(({ text }) => text));
  const ignored = Object.keys(all).filter((name) => isServiceLink(name, env[name]));
  const notices = [...ignored.map(noticeOfLink), ...onTrial];
  return { ...values, ...setting, notices } as unknown as Environment<V>;
}
