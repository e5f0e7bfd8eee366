package app.aldis.shell

import app.aldis.engine.Clock
import java.io.File
import java.nio.file.Files
import org.junit.Assert.assertTrue

/** A phone without a screen, in somebody's hand: the shell with the real engine, over files that outlive a process. */
class InHand(private val clock: Clock = Clock.system(), keys: (Power) -> MemoryKeys = ::MemoryKeys) : AutoCloseable {
    val folder: File = Files.createTempDirectory("vault").toFile()
    val work = HandWork()
    val power = Power()
    val keys = keys(power)
    private val keyFiles = MemoryShelf(power)
    private val notes = MemoryShelf()
    lateinit var shell: Shell

    init {
        start()
        does<ThisPhoneModel, _>(ThisPhoneModel.Event.Continue)
        does<SetUpModel, _>(SetUpModel.Event.Understood)
        does<SetUpModel, _>(SetUpModel.Event.WantOwn)
        does<SetUpModel, _>(SetUpModel.Event.UseOwn(PASSPHRASE.toCharArray()))
        does<SetUpModel, _>(SetUpModel.Event.TypedAgain(PASSPHRASE.toCharArray()))
        assertTrue(shell.model is HomeModel)
    }

    /** A new process over the same files. */
    fun start() {
        val epochs = Epochs(keyFiles, keys, java.security.SecureRandom()::nextBytes, work::now, { 20_800 }, {})
        shell = Shell(folder, epochs, Notes(notes), work, clock)
        shell.start()
        work.pass(0)
    }

    fun dies() {
        shell.left()
        work.pass(0)
        shell.dieForTests()
    }

    /** An event on the screen that is there, and what comes of it at once. */
    inline fun <reified M : Model<*, E>, E : Any> does(event: E): M {
        val model = shell.model as M
        model.on(event)
        work.pass(0)
        return model
    }

    inline fun <reified M : Model<*, *>> goes(where: Where): M {
        shell.go(where)
        work.pass(0)
        return shell.model as M
    }

    fun locks() {
        shell.lock()
        work.pass(0)
    }

    /** The screen after a try: the model, or what the unlock screen says. */
    fun unlock(text: String): Any {
        (shell.model as UnlockModel).let { (it.state as? UnlockModel.State.Ask)?.let { ask -> work.pass(ask.wait * 1000L) } }
        does<UnlockModel, _>(UnlockModel.Event.Unlock(text.toCharArray()))
        return (shell.model as? UnlockModel)?.state ?: shell.model
    }

    /** All that is on the disk. */
    fun file(): List<Byte> = folder.listFiles().orEmpty().sorted().flatMap { it.readBytes().toList() }

    override fun close() {
        shell.left()
        shell.dieForTests()
        folder.deleteRecursively()
    }

    companion object {
        const val PASSPHRASE = "wall lamp drawer boat six"
    }
}
