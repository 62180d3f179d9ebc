/** What the person's browser is asked for, and what came of a test. */
export interface ModuleState {
  status: string;
  result: string | null;
}

/** An entry of a test's log. */
export interface LogEntry {
  result?: string;
  src: string;
  msg: string;
  /** Where a picture of what the person saw is to be put. */
  upload?: string;
}

export interface PlannedModule {
  testModule: string;
  variant?: Record<string, string>;
}

/** One pixel: what the person saw is in the test's own log, and nobody looks at pictures here. */
const PICTURE =
  'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

export type Suite = ReturnType<typeof conformanceSuite>;

/** The OpenID Foundation's conformance suite, by its API. */
export function conformanceSuite(url: string) {
  async function call(method: string, path: string, body?: object | string): Promise<unknown> {
    const type = typeof body === 'string' ? 'text/plain' : 'application/json';
    const sent = typeof body === 'object' ? JSON.stringify(body) : body;
    const headers = { 'content-type': type };
    const answer = await fetch(`${url}/api${path}`, { method, headers, ...(sent && { body: sent }) });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`the suite answers ${method} ${path} with ${answer.status}: ${text}`);
    return text === '' ? undefined : JSON.parse(text);
  }
  const query = (values: Record<string, string>) => new URLSearchParams(values).toString();

  return {
    /** Makes a plan: its id, and its modules. */
    makePlan: (planName: string, variant: object, config: object) =>
      call('POST', `/plan?${query({ planName, variant: JSON.stringify(variant) })}`, config) as Promise<{
        id: string;
        modules: PlannedModule[];
      }>,
    async begin(plan: string, { testModule, variant = {} }: PlannedModule): Promise<string> {
      const asked = query({ test: testModule, plan, variant: JSON.stringify(variant) });
      return ((await call('POST', `/runner?${asked}`)) as { id: string }).id;
    },
    start: (id: string) => call('POST', `/runner/${id}`),
    cancel: (id: string) => call('DELETE', `/runner/${id}`),
    state: (id: string) => call('GET', `/info/${id}`) as Promise<ModuleState>,
    log: (id: string) => call('GET', `/log/${id}`) as Promise<LogEntry[]>,
    /** Where the person's browser is to go. */
    addresses: async (id: string): Promise<string[]> =>
      ((await call('GET', `/runner/browser/${id}`)) as { urls?: string[] }).urls ?? [],
    visited: (id: string, address: string) =>
      call('POST', `/runner/browser/${id}/visit?${query({ url: address })}`),
    showPicture: (id: string, place: string) => call('POST', `/log/${id}/images/${place}`, PICTURE),
  };
}
