package app.aldis.shell

import app.aldis.engine.Clock
import app.aldis.engine.Phone
import app.aldis.engine.Profile
import java.io.File
import java.nio.ByteBuffer
import kotlin.system.exitProcess

/** A cold start as far as a computer has it: a JVM that has run nothing yet, up to Home. For scripts/bench-android. */
object StartBench {
    /** With a new folder: sets a phone up in it. With that folder again, in a new process: starts it, and says how long. */
    @JvmStatic
    fun main(arguments: Array<String>) {
        val folder = File(arguments.single())
        if (folder.mkdirs()) return setUp(folder)
        val from = System.nanoTime()
        val work = HandWork()
        val shell = Shell(folder, Epochs(MemoryShelf(), MemoryKeys(), {}, { 0 }, { 0 }, {}), Notes(MemoryShelf()), work)
        shell.start()
        work.pass(0)
        val asked = System.nanoTime()
        val unlock = checkNotNull(shell.model as? UnlockModel)
        check(unlock.state is UnlockModel.State.Ask) { "${unlock.state}" }
        unlock.on(UnlockModel.Event.Unlock(PASSPHRASE.toCharArray()))
        work.pass(0)
        val home = System.nanoTime()
        check(shell.model is HomeModel) { "${(shell.model as? UnlockModel)?.state}" }
        println("cold start on this JVM: %4d ms until the passphrase is asked for, %4d ms from it to Home (Argon2id 19 MiB x 2)".format(
            (asked - from) / 1_000_000, (home - asked) / 1_000_000,
        ))
        exitProcess(0)
    }

    private fun setUp(folder: File) {
        val phone = utf8(PASSPHRASE.toCharArray()) { Phone.setUp(folder.path, it, ByteBuffer.allocateDirect(32), Profile.SMALL, Clock.system()) }
        phone.lock().close()
        phone.close()
    }

    private const val PASSPHRASE = "wall lamp drawer boat six"
}
