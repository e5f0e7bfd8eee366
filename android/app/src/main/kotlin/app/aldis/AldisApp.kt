package app.aldis

import android.app.Application
import android.os.Handler
import android.os.Looper
import android.os.SystemClock
import app.aldis.guard.KeystoreWrapper
import app.aldis.shell.Epochs
import app.aldis.shell.FolderShelf
import app.aldis.shell.Notes
import app.aldis.shell.Shell
import app.aldis.shell.Work
import java.io.File
import java.security.SecureRandom
import java.util.concurrent.Executors
import java.util.concurrent.TimeUnit

/** Holds the one [Shell] of the process, which outlives the activity. */
class AldisApp : Application() {
    val shell: Shell by lazy {
        val random = SecureRandom()
        val keys = FolderShelf(File(filesDir, "keys"))
        val notes = FolderShelf(File(filesDir, "notes"))
        val vault = File(filesDir, "vault").apply { mkdirs() }
        Shell(
            folder = vault,
            epochs = Epochs(
                shelf = keys,
                keys = KeystoreWrapper(this),
                draw = random::nextBytes,
                now = SystemClock::elapsedRealtime,
                today = { TimeUnit.MILLISECONDS.toDays(System.currentTimeMillis()).toInt() },
                pause = { Thread.sleep(PAUSE_MILLISECONDS) },
            ),
            notes = Notes(notes),
            work = AndroidWork(),
            erase = {
                vault.listFiles().orEmpty().forEach { it.delete() }
                notes.names().forEach(notes::delete)
            },
        )
    }

    private companion object {
        /** Before hardware that did not answer is asked again. */
        const val PAUSE_MILLISECONDS = 300L
    }
}

/** The main looper, and one thread beside it for what takes its time: the hardware's keys want one caller at a time. */
private class AndroidWork : Work {
    private val main = Handler(Looper.getMainLooper())
    private val slow = Executors.newSingleThreadExecutor { Thread(it, "slow") }

    override fun now(): Long = SystemClock.elapsedRealtime()

    override fun main(act: () -> Unit) {
        main.post(act)
    }

    override fun later(milliseconds: Long, act: () -> Unit): Work.Cancel {
        val run = Runnable(act)
        main.postDelayed(run, milliseconds)
        return Work.Cancel { main.removeCallbacks(run) }
    }

    override fun <T> slow(job: () -> T, then: (Result<T>) -> Unit) = slow.execute {
        val result = runCatching(job)
        main.post { then(result) }
    }
}
