package dev.arceval.core.redact;

import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Locale;

/**
 * Addresses of cryptocurrencies that carry a checksum: Base58Check as Bitcoin, Litecoin and Dogecoin write them, bech32 and
 * bech32m (BIP-173, BIP-350), and Ethereum's 0x with 40 hex digits, of which mixed case is checked by its length alone.
 */
final class CryptoAddress {

    private static final String BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
    private static final String BECH32 = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
    private static final int[] GENERATOR = {0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3};
    private static final int BECH32M = 0x2bc830a3;

    /** Version, hash and checksum of a Base58Check address: 1 + 20 + 4 bytes. */
    private static final int ADDRESS_BYTES = 25;

    private static final int ETHEREUM_LENGTH = 42;

    private static final int MIN_LENGTH = 26;
    private static final int MAX_LENGTH = 90;

    private CryptoAddress() {}

    /** Whether the letters and digits between two places are an address. */
    static boolean is(String text, int start, int end) {
        int length = end - start;
        return length >= MIN_LENGTH
                && length <= MAX_LENGTH
                && Chars.startsToken(text, start)
                && Chars.endsToken(text, end)
                && isAddress(text.substring(start, end));
    }

    private static boolean isAddress(String token) {
        char first = token.charAt(0);
        if (token.length() <= 35 && "13LMDX2mnA9t".indexOf(first) >= 0) {
            return isBase58Check(token);
        }
        if (first == '0' && token.charAt(1) == 'x') {
            return token.length() == ETHEREUM_LENGTH && isHex(token) && !isOneChar(token);
        }
        String lower = token.toLowerCase(Locale.ROOT);
        boolean oneCase = lower.equals(token) || token.toUpperCase(Locale.ROOT).equals(token);
        return oneCase
                && (lower.startsWith("bc1") || lower.startsWith("tb1") || lower.startsWith("ltc1"))
                && isBech32(lower);
    }

    private static boolean isHex(String token) {
        for (int i = 2; i < token.length(); i++) {
            if (!Chars.hex(token.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    /** The zero address and its like belong to nobody. */
    private static boolean isOneChar(String token) {
        return token.substring(2, token.length() - 4).chars().distinct().count() == 1;
    }

    private static boolean isBase58Check(String token) {
        BigInteger value = BigInteger.ZERO;
        int zeros = 0;
        for (int i = 0; i < token.length(); i++) {
            int digit = BASE58.indexOf(token.charAt(i));
            if (digit < 0) {
                return false;
            }
            zeros += digit == 0 && zeros == i ? 1 : 0;
            value = value.multiply(BigInteger.valueOf(58)).add(BigInteger.valueOf(digit));
        }
        byte[] tail = value.toByteArray();
        int sign = tail.length > 1 && tail[0] == 0 ? 1 : 0;
        if (zeros + tail.length - sign != ADDRESS_BYTES) {
            return false;
        }
        byte[] bytes = new byte[ADDRESS_BYTES];
        System.arraycopy(tail, sign, bytes, zeros, tail.length - sign);
        byte[] hash = sha256(sha256(Arrays.copyOf(bytes, ADDRESS_BYTES - 4)));
        return Arrays.equals(Arrays.copyOf(hash, 4), Arrays.copyOfRange(bytes, ADDRESS_BYTES - 4, ADDRESS_BYTES));
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java runtime has no SHA-256", e);
        }
    }

    private static boolean isBech32(String token) {
        int separator = token.indexOf('1');
        int check = 1;
        for (int i = 0; i < separator; i++) {
            check = step(check, token.charAt(i) >> 5);
        }
        check = step(check, 0);
        for (int i = 0; i < separator; i++) {
            check = step(check, token.charAt(i) & 31);
        }
        for (int i = separator + 1; i < token.length(); i++) {
            int value = BECH32.indexOf(token.charAt(i));
            if (value < 0) {
                return false;
            }
            check = step(check, value);
        }
        return check == 1 || check == BECH32M;
    }

    private static int step(int check, int value) {
        int top = check >>> 25;
        int next = (check & 0x1ffffff) << 5 ^ value;
        for (int i = 0; i < 5; i++) {
            next ^= (top >> i & 1) == 1 ? GENERATOR[i] : 0;
        }
        return next;
    }
}
