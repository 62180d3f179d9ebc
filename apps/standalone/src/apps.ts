import { manifest as access } from '@gatehouse/access/manifest';
import { manifest as accounts } from '@gatehouse/accounts/manifest';
import type { AppManifest, BackendManifest } from '@gatehouse/app-process';
import { manifest as consoleApp } from '@gatehouse/console/manifest';
import type { BackendName } from '@gatehouse/contracts';
import { manifest as directory } from '@gatehouse/directory/manifest';
import { manifest as gateway } from '@gatehouse/gateway/manifest';
import { manifest as invitations } from '@gatehouse/invitations/manifest';
import { manifest as notifier } from '@gatehouse/notifier/manifest';
import { manifest as signin } from '@gatehouse/signin/manifest';
import type { StandaloneConfig } from './config.ts';

/** Every app that has a store. */
export const services: readonly BackendManifest<StandaloneConfig>[] = Object.values({
  directory,
  access,
  invitations,
  notifier,
  signin,
  accounts,
  console: consoleApp,
} satisfies Record<BackendName, BackendManifest<StandaloneConfig>>);

/** Every app of the platform. */
export const manifests: readonly AppManifest[] = [...services, gateway];
