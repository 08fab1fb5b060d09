package io.serval.connector.http2;

/**
 * How urgent a response is (RFC 9218 §4). Immutable.
 *
 * @param urgency     0 to 7, 0 before 7
 * @param incremental whether parts of the response are of use by themselves, so that several may take turns
 */
record Priority(int urgency, boolean incremental) {
    private static final int USUAL = 3;

    /**
     * Of a client that says nothing: responses of the usual urgency take turns. The RFC's default for a client that
     * does prioritize is one after the other, but who never heard of priorities expects all downloads to move.
     */
    static final Priority UNSAID = new Priority(USUAL, true);

    /**
     * Reads the value of a Priority field or a PRIORITY_UPDATE frame: a dictionary (RFC 8941 §3.2) of which {@code u}
     * and {@code i} are known. What is not understood counts as not said.
     */
    static Priority of(String value) {
        int urgency = USUAL;
        boolean incremental = false;
        for (String member : value.split(",")) {
            int parameters = member.indexOf(';');
            String entry = (parameters < 0 ? member : member.substring(0, parameters)).strip();
            if (entry.length() == 3 && entry.startsWith("u=") && entry.charAt(2) >= '0' && entry.charAt(2) <= '7') {
                urgency = entry.charAt(2) - '0';
            } else if (entry.equals("i") || entry.equals("i=?1")) {
                incremental = true;
            } else if (entry.equals("i=?0")) {
                incremental = false;
            }
        }
        return new Priority(urgency, incremental);
    }
}
