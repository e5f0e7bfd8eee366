package app.aldis.shell

/** Locks after a while without a touch. Time asleep counts: a phone that slept through its minutes is locked at once. */
class LockTimer(private val work: Work, private val lock: () -> Unit) {
    private var touched = 0L
    private var waiting: Work.Cancel? = null

    /** The owner's choice. */
    var minutes: Int = DEFAULT_MINUTES
        set(value) {
            field = value.coerceIn(CHOICES.first(), CHOICES.last())
            if (waiting != null) start()
        }

    /** From now on. */
    fun start() {
        touched = work.now()
        sleep(minutes * MINUTE)
    }

    /** Somebody is there. */
    fun touch() {
        touched = work.now()
    }

    fun stop() {
        waiting?.cancel()
        waiting = null
    }

    /** Locks now if the time is over; to be asked when the phone wakes up. */
    fun look() {
        if (waiting == null) return
        val left = touched + minutes * MINUTE - work.now()
        if (left > 0) return sleep(left)
        stop()
        lock()
    }

    private fun sleep(milliseconds: Long) {
        waiting?.cancel()
        waiting = work.later(milliseconds) { look() }
    }

    companion object {
        const val DEFAULT_MINUTES = 5
        val CHOICES = listOf(1, 2, 5, 10, 15, 30)
        private const val MINUTE = 60_000L
    }
}
