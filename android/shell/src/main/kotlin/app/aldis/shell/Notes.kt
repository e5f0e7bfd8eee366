package app.aldis.shell

/** What the app remembers outside the vault, for it is needed before an unlock: no secret, nobody's name. */
class Notes(private val shelf: Shelf) {
    /** Minutes until the phone locks. */
    var lockMinutes: Int
        get() = text(LOCK)?.toIntOrNull() ?: LockTimer.DEFAULT_MINUTES
        set(value) = shelf.put(LOCK, "$value".toByteArray())

    /** Breaches of the air gap that the owner has not seen yet. */
    var breaches: Set<Check>
        get() = text(BREACHES).orEmpty().split(' ').mapNotNull { name -> Check.entries.find { it.name == name } }.toSet()
        set(value) = if (value.isEmpty()) shelf.delete(BREACHES) else shelf.put(BREACHES, value.joinToString(" ") { it.name }.toByteArray())

    private fun text(name: String) = shelf.read(name)?.decodeToString()

    private companion object {
        const val LOCK = "lock"
        const val BREACHES = "breaches"
    }
}
