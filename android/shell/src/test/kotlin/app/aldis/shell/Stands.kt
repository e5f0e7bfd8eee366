package app.aldis.shell

import java.util.PriorityQueue

// What stands in for a phone in these tests: time that is turned by hand, files that fail, hardware that breaks.

/** Time and threads by hand: what is slow or later runs when [pass] says so, and never inside of who asked for it. */
class HandWork : Work {
    private class Due(val at: Long, val order: Int, val act: () -> Unit)

    private val queue = PriorityQueue<Due>(compareBy({ it.at }, { it.order }))
    private var time = 0L
    private var count = 0

    override fun now() = time

    override fun main(act: () -> Unit) = act()

    override fun later(milliseconds: Long, act: () -> Unit): Work.Cancel {
        val due = Due(time + milliseconds, count++, act)
        queue.add(due)
        return Work.Cancel { queue.remove(due) }
    }

    override fun <T> slow(job: () -> T, then: (Result<T>) -> Unit) {
        later(0) { then(runCatching(job)) }
    }

    fun pass(milliseconds: Long) {
        val end = time + milliseconds
        while (true) {
            val due = queue.peek()?.takeIf { it.at <= end } ?: break
            queue.remove(due)
            time = due.at
            due.act()
        }
        time = end
    }

    /** The phone sleeps: time goes on, and nothing runs. */
    fun sleep(milliseconds: Long) {
        time += milliseconds
    }
}

/** The power is gone. */
class PowerCut : Error()

/** Counts the steps that last, and cuts the power before or after one of them. */
class Power {
    /** Steps until the cut; null: there is power. */
    var left: Int? = null
    var steps = 0

    fun <T> step(act: () -> T): T {
        steps++
        val now = left
        if (now == 0) throw PowerCut()
        left = now?.minus(1)
        return act()
    }
}

/** Files in memory; what was put lasts. */
class MemoryShelf(private val power: Power = Power()) : Shelf {
    val files = LinkedHashMap<String, ByteArray>()

    override fun names() = files.keys.toList()

    override fun read(name: String) = files[name]?.copyOf()

    override fun put(name: String, bytes: ByteArray) = power.step { files[name] = bytes.copyOf() }

    override fun delete(name: String) = power.step {
        files.remove(name)
        Unit
    }
}

/** Hardware that keeps keys: what it wraps comes back only while the key is there. */
class MemoryKeys(private val power: Power = Power()) : KeyWrapper {
    val held = LinkedHashMap<String, ByteArray>()
    var tier = Tier.TEE
    var trouble: (() -> KeyTrouble)? = null
    var made = 0

    override fun make(alias: String): Tier {
        trouble?.let { throw it() }
        power.step { held[alias] = ByteArray(32) { (made * 31 + it).toByte() } }
        made++
        return tier
    }

    override fun wrap(alias: String, secret: ByteArray) = mask(alias, secret)

    override fun unwrap(alias: String, wrapped: ByteArray) = mask(alias, wrapped)

    override fun delete(alias: String) = power.step {
        held.remove(alias)
        Unit
    }

    override fun aliases() = held.keys.toList()

    private fun mask(alias: String, bytes: ByteArray): ByteArray {
        trouble?.let { throw it() }
        val key = held[alias] ?: throw KeyTrouble(KeyTrouble.Kind.GONE)
        return ByteArray(bytes.size) { (bytes[it].toInt() xor key[it % key.size].toInt()).toByte() }
    }
}
