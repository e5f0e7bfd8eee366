package app.aldis.shell

import app.aldis.engine.Found

/** What a screen with a camera shows: whose eyes the frames go to, what was seen, how the camera is; null while it starts. */
data class Look(val eyes: Eyes, val seen: Seen = Seen.Nothing, val camera: ScanLoop.Camera? = null)

/** The looking part of a screen that scans. One scan at a time, begun and ended by the screen's model. */
internal class Looker(private val work: Work, private val changed: (Look) -> Unit, private val found: (Found) -> Unit) {
    private var loop: ScanLoop? = null
    private var look: Look? = null

    /** A new scan, which knows nothing of the one before. */
    fun begin(): Look {
        end()
        val eyes = ScanLoop(work, { update { look -> look.copy(seen = it) } }, found, { update { look -> look.copy(camera = it) } })
        loop = eyes
        return Look(eyes).also { look = it }
    }

    /** Says something that the pictures alone do not. */
    fun say(seen: Seen) = update { it.copy(seen = seen) }

    fun end() {
        loop?.close()
        loop = null
        look = null
    }

    private fun update(change: (Look) -> Look) {
        val now = look?.let(change) ?: return
        if (now == look) return
        look = now
        changed(now)
    }
}
