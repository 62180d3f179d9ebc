export { type ApiAnswer, type ApiClient, apiClient, clientToken } from './api-client.ts';
export { type BreakableProxy, breakableProxy } from './breakable-proxy.ts';
export { findBrowser, launchBrowser } from './browser.ts';
export {
  complaintsOf,
  expectAccessible,
  HIDDEN_WIDTH,
  inBrowser,
  openedTab,
  pageWidths,
} from './browser-suite.ts';
export { type Answer, type CallbackReceiver, callbackReceiver } from './callback-receiver.ts';
export { makeCertificate, trustCertificate } from './certificate.ts';
export type { CrashableServer } from './container-server.ts';
export { crashableKafka, crashableMongodb } from './crashable-server.ts';
export { type Exchange, expectDocumented } from './documented-answers.ts';
export {
  type AlertRequest,
  type AlertSubscriber,
  type EmailAlertServer,
  emailAlertServer,
} from './email-alert-server.ts';
export type { EngineForTests } from './engine-for-tests.ts';
export { kafkaForTests } from './engines-kafka.ts';
export { mongodbForTests } from './engines-mongodb.ts';
export { eventually } from './eventually.ts';
export { forbiddenAddresses, forbiddenHosts } from './forbidden-addresses.ts';
export {
  identityProvider,
  PROVIDER_ENDPOINTS,
  type ProviderEndpoint,
  type ProviderScript,
  type ScriptedProvider,
} from './identity-provider/identity-provider.ts';
export type { EndpointFault } from './identity-provider/scripted-answers.ts';
export { type ProviderKey, providerKey, publicJwk, signedBy } from './identity-provider/signing-key.ts';
export {
  type Draft,
  idTokenFaults,
  jwsFaults,
  logoutEvents,
  logoutTokenFaults,
  type Signing,
  signWell,
  withClaims,
  withHeader,
} from './identity-provider/token-faults.ts';
export { type NameAnswer, type NameServer, nameServer } from './name-server.ts';
export { isFullRun, propertyRuns } from './run-length.ts';
export { seededRandom } from './seeded-random.ts';
export { timeScale } from './time-scale.ts';
export { type CookieBrowser, createBrowser } from './visitor/cookie-browser.ts';
export { createVisitor, formsOf, type SeenPage, textOf, type Visitor } from './visitor/visitor.ts';
