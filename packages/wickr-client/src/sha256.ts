// What `#sha256` is on Node; in browsers it is the library's own.
export { Sha256 } from '@oidc-admin/client/sha256';
