package app.aldis.shell

/** What guards a key. NONE: the passphrase alone protects the file. */
enum class Tier { STRONGBOX, TEE, SOFTWARE, NONE }

/** The phone's hardware, as far as it keeps keys. Calls come from one thread at a time. */
interface KeyWrapper {
    /** Makes a key of that name, the best that this phone can keep, and says how well it is kept. */
    fun make(alias: String): Tier

    fun wrap(alias: String, secret: ByteArray): ByteArray

    /** The secret; whoever asked wipes it. */
    fun unwrap(alias: String, wrapped: ByteArray): ByteArray

    fun delete(alias: String)

    fun aliases(): List<String>
}

/** The hardware did not do what it should. GONE is for good; BROKEN may pass with a restart, TRANSIENT by itself. */
class KeyTrouble(val kind: Kind, cause: Throwable? = null) : Exception(kind.name, cause) {
    enum class Kind { GONE, BROKEN, TRANSIENT }
}
