import type { Reason } from './reason.domain.ts';

/** The provider's word breaks a rule: nobody is signed in by it. The message is the reason alone. */
export class ProviderRefused extends Error {
  override readonly name = 'ProviderRefused';
  readonly reason: Reason;

  constructor(reason: Reason, cause?: unknown) {
    super(reason, cause === undefined ? undefined : { cause });
    this.reason = reason;
  }
}

export interface AwayOptions {
  misfit?: boolean;
  unsent?: boolean;
  cause?: unknown;
}

/**
 * The provider gave no usable answer: another try may go well. `words` are fixed. `misfit`: it answered, and does not take
 * this client; the operator has something to put right. `unsent`: no code was
 * handed over.
 */
export class ProviderAway extends Error {
  override readonly name = 'ProviderAway';
  readonly words: string;
  readonly misfit: boolean;
  readonly unsent: boolean;

  constructor(words: string, { misfit = false, unsent = false, cause }: AwayOptions = {}) {
    super(words, cause === undefined ? undefined : { cause });
    this.words = words;
    this.misfit = misfit;
    this.unsent = unsent;
  }
}
