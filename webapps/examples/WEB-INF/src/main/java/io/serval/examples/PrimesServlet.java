package io.serval.examples;

import java.io.IOException;
import java.util.BitSet;

import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/** Some work for {@link TimingFilter} to measure. It knows nothing of the filter. */
@WebServlet("/primes")
public final class PrimesServlet extends HttpServlet {
    private static final int MOST = 1_000_000;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        int below = number(request.getParameter("below"));
        if (below < 0 || below > MOST) {
            response.sendError(HttpServletResponse.SC_BAD_REQUEST, "below must be a number from 0 to " + MOST);
            return;
        }
        response.setContentType("text/plain;charset=UTF-8");
        response.getWriter().println("There are " + primesBelow(below) + " primes below " + below + ".");
    }

    /** The number, or -1 if it is none. */
    private static int number(String text) {
        try {
            return text == null ? 100 : Integer.parseInt(text);
        } catch (NumberFormatException notANumber) {
            return -1;
        }
    }

    /** Counts by the sieve of Eratosthenes. */
    static int primesBelow(int limit) {
        BitSet composite = new BitSet(limit);
        int count = 0;
        for (int n = 2; n < limit; n++) {
            if (!composite.get(n)) {
                count++;
                for (long multiple = (long) n * n; multiple < limit; multiple += n) {
                    composite.set((int) multiple);
                }
            }
        }
        return count;
    }
}
