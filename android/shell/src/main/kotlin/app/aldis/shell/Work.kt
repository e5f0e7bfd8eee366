package app.aldis.shell

/** Threads and time, as much of them as the shell needs. */
interface Work {
    /** Milliseconds that only grow, asleep or awake. */
    fun now(): Long

    /** Runs [act] on the main thread, soon. From any thread. */
    fun main(act: () -> Unit)

    /** Runs [act] on the main thread after a while, unless it is cancelled. */
    fun later(milliseconds: Long, act: () -> Unit): Cancel

    /** Runs [job] off the main thread, one after another, and [then] on it. */
    fun <T> slow(job: () -> T, then: (Result<T>) -> Unit)

    fun interface Cancel {
        fun cancel()
    }
}
