import { createServer } from 'node:http';
import { createSecureServer, type Http2ServerRequest, type Http2ServerResponse } from 'node:http2';
import { createServer as createHttpsServer } from 'node:https';
import type { Certificate } from './certificate.ts';
import { type Listening, listen } from './listening.ts';

/** An origin on loopback that answers with the HTTP version it was spoken to in. */
export interface VersionOrigin extends Listening {
  /** Its base URL, by name: certificates are for `localhost`. */
  url: string;
  /** Requests it got. */
  readonly requests: number;
}

interface Offer {
  /** With TLS where there is one. */
  certificate?: Certificate;
  /** `h2` beside http/1.1. */
  http2?: boolean;
  status?: number;
}

/** Starts it; every request is answered with `status` (200) and a body such as `HTTP/2.0`. */
export async function startVersionOrigin({
  certificate,
  http2,
  status = 200,
}: Offer = {}): Promise<VersionOrigin> {
  let requests = 0;
  const answer = (
    request: { httpVersion: string },
    response: { statusCode: number; end(text: string): unknown },
  ) => {
    requests++;
    response.statusCode = status;
    response.end(`HTTP/${request.httpVersion}`);
  };
  const server =
    certificate === undefined
      ? createServer(answer)
      : http2
        ? createSecureServer(
            { ...certificate, allowHTTP1: true },
            (request: Http2ServerRequest, response: Http2ServerResponse) => answer(request, response),
          )
        : createHttpsServer(certificate, answer);
  const listening = await listen(server);
  return {
    ...listening,
    url: `${certificate === undefined ? 'http' : 'https'}://localhost:${listening.port}`,
    get requests() {
      return requests;
    },
  };
}
