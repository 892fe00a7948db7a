import { ClientError } from '@oidc-admin/client';

/** A question that a RADIUS server asks at log-on. */
export interface RadiusChallenge {
  /** The server's words, to be shown to the user. */
  readonly question: string;
}

/** The code with which PVWA passes a RADIUS server's question on; a question to answer, not a fault. */
export const radiusQuestionCode = 'ITATS542I';

/**
 * Log-on ended in a question of the RADIUS server. `answer` goes on with the log-on; after it,
 * the client is signed in.
 */
export class RadiusChallengeError extends ClientError implements RadiusChallenge {
  static override readonly code = 'RadiusChallengeError';
  override readonly code = 'RadiusChallengeError';
  readonly question: string;
  readonly #answer: (text: string) => Promise<string>;

  constructor(details: {
    readonly operation: string;
    readonly question: string;
    readonly status?: number | undefined;
    readonly answer: (text: string) => Promise<string>;
  }) {
    super({
      message: `${details.operation}: the RADIUS server asks: ${details.question}`,
      operation: details.operation,
      status: details.status,
    });
    this.question = details.question;
    this.#answer = details.answer;
  }

  /** Sends the user's answer. Resolves with the session token, or rejects with the next question. */
  answer(text: string): Promise<string> {
    return this.#answer(text);
  }
}
