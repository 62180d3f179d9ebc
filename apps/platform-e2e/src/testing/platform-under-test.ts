import type { ApiClient } from '@gatehouse/testing';
import { platformProcess } from './platform-process.ts';

/** A platform as those see it who use it, however it is run. */
export interface PlatformUnderTest {
  url: string;
  /** Where emails are read: see `messageTo`. */
  mailboxUrl: string;
  operator: ApiClient;
  operatorSecret: string;
  /** All that its processes wrote. */
  output(): string;
  close(): Promise<void>;
}

/** The whole platform in one process on the embedded engines. */
export async function standalonePlatform(): Promise<PlatformUnderTest> {
  const platform = await platformProcess();
  return { ...platform, mailboxUrl: platform.url, close: () => platform.kill() };
}
