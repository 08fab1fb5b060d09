package io.serval.container.i18n;

import java.util.List;

/** Chooses a content coding by {@code Accept-Encoding} (RFC 9110 §12.5.3). */
public final class AcceptEncoding {
    /** The coding that changes nothing. */
    public static final String IDENTITY = "identity";

    /** Elements after this many in one field are not looked at. */
    public static final int MAX_CODINGS = 50;

    private AcceptEncoding() { }

    /**
     * The coding to send.
     *
     * @param value     the field value, or {@code null} where the client sent none: then only {@code identity} is safe
     * @param available the codings at hand besides {@code identity}, in the order of the server's preference
     * @return the available coding of the greatest weight, the earlier one among equals; {@link #IDENTITY} if the
     *         client takes none of them or likes the plain form better. Never {@code null}: a client that refuses
     *         everything gets the plain form, as RFC 9110 advises
     */
    public static String choose(String value, List<String> available) {
        if (value == null || available.isEmpty()) {
            return IDENTITY;
        }
        List<WeightedValue> accepted = WeightedValue.parse(value, MAX_CODINGS);
        String best = IDENTITY;
        int bestWeight = Math.max(0, explicitWeight(accepted, IDENTITY));
        for (int i = available.size() - 1; i >= 0; i--) {
            int weight = weight(accepted, available.get(i));
            if (weight > 0 && weight >= bestWeight) {
                best = available.get(i);
                bestWeight = weight;
            }
        }
        return best;
    }

    private static int weight(List<WeightedValue> accepted, String coding) {
        int explicit = explicitWeight(accepted, coding);
        return explicit >= 0 ? explicit : Math.max(0, explicitWeight(accepted, "*"));
    }

    private static int explicitWeight(List<WeightedValue> accepted, String coding) {
        for (int i = 0; i < accepted.size(); i++) {
            if (names(accepted.get(i).value(), coding)) {
                return accepted.get(i).weight();
            }
        }
        return -1;
    }

    private static boolean names(String value, String coding) {
        return value.equalsIgnoreCase(coding) || coding.equals("gzip") && value.equalsIgnoreCase("x-gzip");
    }
}
