package app.aldis.shell

import kotlin.math.ln
import kotlin.math.min

/** How hard a passphrase of one's own is to guess, for somebody with a copy of the phone. */
enum class Guess { INSTANTLY, WEAK, FAIR, STRONG }

/**
 * An estimate that leans towards "too easy": a run of letters counts as a word of a language, digits as a date, and
 * what came before counts next to nothing. It cannot know sayings and songs; the screen says so.
 */
fun guess(letters: CharArray): Guess {
    val bits = bits(letters)
    return when {
        bits < INSTANT -> Guess.INSTANTLY
        bits < WEAK -> Guess.WEAK
        bits < FAIR -> Guess.FAIR
        else -> Guess.STRONG
    }
}

internal fun bits(letters: CharArray): Double {
    var bits = 0.0
    val seen = HashSet<Int>()
    var from = 0
    while (from < letters.size) {
        val kind = kind(letters[from])
        var to = from + 1
        while (to < letters.size && kind(letters[to]) == kind) to++
        val fresh = seen.add(fingerprint(letters, from, to))
        bits += if (fresh) run(kind, letters, from, to) else REPEATED
        from = to
    }
    return bits
}

private enum class Kind { LETTER, DIGIT, BLANK, OTHER }

private fun kind(char: Char) = when {
    char.isLetter() -> Kind.LETTER
    char.isDigit() -> Kind.DIGIT
    char.isWhitespace() -> Kind.BLANK
    else -> Kind.OTHER
}

/** A word of a language has 11 bits, longer ones a little more; letters by chance have as many bits as they have kinds. */
private fun run(kind: Kind, letters: CharArray, from: Int, to: Int): Double {
    val length = to - from
    val distinct = (from until to).map { letters[it] }.toSet().size
    return when (kind) {
        Kind.LETTER -> min(length * log2(distinct + 1.0), WORD + LETTER_BEYOND * maxOf(0, length - WORD_LENGTH)) + mixed(letters, from, to)
        Kind.DIGIT -> min(length * log2(distinct + 1.0), length * DIGIT)
        Kind.BLANK -> 0.0
        Kind.OTHER -> distinct * SIGN
    }
}

/** Capital letters where no language puts them. */
private fun mixed(letters: CharArray, from: Int, to: Int) =
    if ((from + 1 until to).any { letters[it].isUpperCase() } && (from until to).any { letters[it].isLowerCase() }) MIXED else 0.0

private fun fingerprint(letters: CharArray, from: Int, to: Int) =
    (from until to).fold(7) { hash, at -> hash * 31 + letters[at].lowercaseChar().code }

private fun log2(value: Double) = ln(value) / ln(2.0)

// Somebody with many computers tries 100,000 a second (Argon2id, 64 MiB, three passes, on rented machines): 2^17.
/** Within an hour. */
private const val INSTANT = 28.0

/** Within a month. */
private const val WEAK = 38.0

/** Within some three hundred years. */
private const val FAIR = 50.0

private const val WORD = 11.0
private const val WORD_LENGTH = 6
private const val LETTER_BEYOND = 0.5
private const val DIGIT = 2.5
private const val SIGN = 4.0
private const val MIXED = 3.0
private const val REPEATED = 1.0
