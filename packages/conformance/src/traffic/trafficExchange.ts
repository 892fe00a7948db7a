/** One request that somebody else sent, and what came of it, as it was recorded. May hold secrets: it never leaves memory. */
export interface TrafficExchange {
  /** When the request was sent and the response was complete, in milliseconds; of one clock. */
  readonly start: number;
  readonly end: number;
  /** What it is a part of, where what lies between the parts is missing: nothing is remembered from one to the next. */
  readonly part?: string;
  /** Of which file it is, where several were recorded and their clocks may differ a little. */
  readonly file?: number;
  /** It is not known how the times of that file and those of the others lie to each other. */
  readonly hasOwnClock?: boolean;
  readonly method: string;
  /** As it was sent, with the query. */
  readonly url: string;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** A body of it, sent or received, is not here: too long, or left out of a recording. */
  readonly isUnread?: boolean;
  /** The client did not ask the server: it had the response already. */
  readonly isCached?: boolean;
  /** None where there was no response, or it was cut. */
  readonly response?: {
    readonly status: number;
    /** Lower-case names. */
    readonly headers: Readonly<Record<string, string>>;
    readonly body: string;
  };
}

/** What is known of an exchange as soon as its request comes in. */
export type TrafficRequest = Pick<TrafficExchange, 'method' | 'url' | 'headers'>;
