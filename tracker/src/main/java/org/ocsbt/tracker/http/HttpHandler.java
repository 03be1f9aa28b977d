package org.ocsbt.tracker.http;

/** One tracker's way of answering. Called on the loop's thread; must not block. */
public interface HttpHandler {
    /** The answer to a well-formed request, or null to close the connection without one. */
    HttpResponse answer(HttpRequest request);

    /**
     * The answer to bytes that are no request.
     *
     * @param tooLong whether they are longer than anything a client sends
     */
    HttpResponse refusal(boolean tooLong);
}
