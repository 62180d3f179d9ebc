export { literalAddressOf } from './literal-address.ts';
export { isPublicUnicast } from './public-unicast.ts';
export { faultOfReceiverUrl } from './receiver-url.ts';
