import type { BackendDependencies } from '@gatehouse/app-process';
import type { ConsoleConfig } from './config.ts';

/** The console publishes nothing and follows nothing: it needs no log. */
export type ConsoleDependencies = Omit<BackendDependencies<ConsoleConfig>, 'eventLog'>;
