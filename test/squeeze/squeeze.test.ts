import {expect, test} from 'vitest';
import {squeeze} from '../../source/squeeze/squeeze.js';
import {openModel} from '../helpers/model.js';
import {createSink, settled} from '../helpers/sink.js';

const enter = '\u001B[?1049h';
const leave = '\u001B[?1049l';

async function open({isSlow}: {readonly isSlow?: boolean} = {}) {
	const sink = createSink(20, 4, {isSlow});
	const stream = squeeze(sink);
	stream.write(`${enter}\u001B[?25l`);
	stream.write('first');
	if (isSlow) await Promise.resolve();
	else await settled(stream);
	return {sink, stream};
}

test('what changes is sent, and nothing else', async () => {
	const {sink, stream} = await open();
	sink.take();
	stream.write('\r\u001B[Kfirst');
	await settled(stream);
	expect(sink.take()).toBe('');
	stream.write('\r\u001B[Kfarst');
	await settled(stream);
	expect(sink.take()).toBe('\u001B[2Ga');
});

test('a frame in several writes is sent as one', async () => {
	const {sink, stream} = await open();
	sink.take();
	stream.write('\u001B[?2026h');
	stream.write('\r\u001B[K');
	await Promise.resolve();
	stream.write('fi');
	await Promise.resolve();
	expect(sink.take()).toBe('');
	stream.write('rsT\u001B[?2026l');
	await settled(stream);
	expect(sink.take()).toBe('\bT');
});

test('while a slow line sends, frames are dropped, and the newest goes out next', async () => {
	const {sink, stream} = await open({isSlow: true});
	sink.take();
	for (let count = 0; count < 1000; count++) {
		stream.write(`\r\u001B[K${count}`);
		await Promise.resolve();
	}
	expect(sink.take()).toBe('');
	sink.drain();
	expect(sink.take()).toBe('\r999  ');
	sink.drain();
	expect(sink.take()).toBe('');
});

test('what draws nothing passes; behind what it does not know all is painted anew', async () => {
	const {sink, stream} = await open();
	sink.take();
	stream.write('\u001B]52;c;aGk=\u0007');
	await settled(stream);
	expect(sink.take()).toBe('\u001B]52;c;aGk=\u0007');
	stream.write('\u001B7');
	await settled(stream);
	expect(sink.take()).toBe('\u001B7\u001B[m\u001B[H\u001B[Jfirst\u001B[?25l');
});

test('another program may have had the terminal', async () => {
	const {sink, stream} = await open();
	sink.take();
	stream.repaint();
	await settled(stream);
	const model = openModel(20, 4);
	await model.write(`${enter}\u001B[7mleft\r\nover${sink.take()}`);
	const clean = openModel(20, 4);
	await clean.write(`${enter}first\u001B[?25l`);
	expect(model.picture()).toBe(clean.picture());
});

test('the main screen gets everything as it is, and nothing of the last frame', async () => {
	const {sink, stream} = await open();
	sink.take();
	stream.write('unseen');
	stream.write(leave);
	stream.write('\u001B[?25h');
	stream.write('Last words.\n');
	await settled(stream);
	expect(sink.take()).toBe(`${leave}\u001B[?25hLast words.\n`);
});

test('right of what terminals draw as wide as they like, all is written anew', async () => {
	const {sink, stream} = await open();
	stream.write('\r\u001B[Kab 👩‍👩‍👧 cd');
	await settled(stream);
	sink.take();
	stream.write('\r\u001B[Kab 👩‍👩‍👧 cD');
	await settled(stream);
	expect(sink.take()).toBe('\u001B[;4H\u001B[K👩‍👩‍👧 cD');
});

test('whoever waits for what was written is told when it is sent', async () => {
	const {sink, stream} = await open({isSlow: true});
	let isTold = false;
	stream.write('', () => {
		isTold = true;
	});
	await Promise.resolve();
	expect(isTold).toBe(false);
	sink.drain();
	await Promise.resolve();
	sink.drain();
	expect(isTold).toBe(true);
});

test('whoever leaves the alternate screen finds the cursor as it was switched last', async () => {
	const sink = createSink(20, 5);
	const squeezed = squeeze(sink);
	squeezed.write('\u001B[?1049h\u001B[?25lhidden');
	await settled(squeezed);
	expect(sink.take()).toContain('\u001B[?25l');
	squeezed.write('\u001B[?25h\u001B[?1049l');
	await settled(squeezed);
	expect(sink.take()).toBe('\u001B[?25h\u001B[?1049l');
});
