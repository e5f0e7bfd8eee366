package app.aldis.shell

import java.io.File
import java.nio.ByteBuffer
import java.nio.channels.FileChannel
import java.nio.file.Files
import java.nio.file.StandardCopyOption.ATOMIC_MOVE
import java.nio.file.StandardCopyOption.REPLACE_EXISTING
import java.nio.file.StandardOpenOption.CREATE
import java.nio.file.StandardOpenOption.READ
import java.nio.file.StandardOpenOption.TRUNCATE_EXISTING
import java.nio.file.StandardOpenOption.WRITE

/** A few small files that are there whole or not at all. Nothing secret stands in one unsealed. */
interface Shelf {
    fun names(): List<String>

    fun read(name: String): ByteArray?

    /** On disk when it returns: file, name and folder. */
    fun put(name: String, bytes: ByteArray)

    fun delete(name: String)
}

/** A folder as a [Shelf]. */
class FolderShelf(private val folder: File) : Shelf {
    init {
        folder.mkdirs()
    }

    override fun names(): List<String> = folder.list().orEmpty().filterNot { it.endsWith(TEMPORARY) }.sorted()

    override fun read(name: String): ByteArray? = File(folder, name).takeIf { it.isFile }?.readBytes()

    override fun put(name: String, bytes: ByteArray) {
        val temporary = File(folder, name + TEMPORARY).toPath()
        FileChannel.open(temporary, CREATE, WRITE, TRUNCATE_EXISTING).use {
            val buffer = ByteBuffer.wrap(bytes)
            while (buffer.hasRemaining()) it.write(buffer)
            it.force(true)
        }
        Files.move(temporary, File(folder, name).toPath(), ATOMIC_MOVE, REPLACE_EXISTING)
        settle()
    }

    override fun delete(name: String) {
        Files.deleteIfExists(File(folder, name).toPath())
        settle()
    }

    private fun settle() = FileChannel.open(folder.toPath(), READ).use { it.force(true) }

    private companion object {
        const val TEMPORARY = ".new"
    }
}
