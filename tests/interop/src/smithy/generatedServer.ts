/** A request and a response as the libraries of AWS's server generator hold them. */
interface GeneratedRequest {
  method: string;
  path: string;
  query: Record<string, string | string[]>;
  headers: Record<string, string>;
  body: Uint8Array | undefined;
}
export interface GeneratedResponse {
  statusCode: number;
  headers: Record<string, string>;
  body?: string;
}

interface ConstraintFailure {
  readonly path: string;
  readonly constraintType: string;
}

/** What the modules that AWS's generator made are used for. */
export interface GeneratedServer {
  getWickrServiceHandler(
    operations: object,
    customizer: (context: unknown, failures: readonly ConstraintFailure[]) => Error,
  ): { handle(request: GeneratedRequest, context: object): Promise<GeneratedResponse> };
}
export type GeneratedErrors = Record<
  'BadRequestError' | 'ResourceNotFoundError' | 'ValidationError',
  new (content: object) => Error
>;

/** The credentials and the networks of the server. */
export interface GeneratedServerOptions {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly region: string;
  readonly networks: readonly string[];
}
