/** The body of an answer as the hosts hand it on: a string is JSON that a worker has written, everything else is parsed already. */
export const parsedBody = (body: unknown): unknown => (typeof body === 'string' ? JSON.parse(body) : body);
