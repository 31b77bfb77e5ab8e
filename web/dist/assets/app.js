/* firn web; Apache-2.0. Contains preact 11.2.0 (MIT), @preact/signals 2.11.4 (MIT), @preact/signals-core 1.14.5 (MIT), htm 3.1.1 (Apache-2.0), d3-dispatch 3.0.2 (ISC), d3-force 3.0.1 (ISC), d3-quadtree 3.0.2 (ISC), d3-timer 3.0.2 (ISC).
MIT parts: Copyright (c) 2015-present Jason Miller; (c) 2022-present Preact Team. ISC parts: Copyright 2010-2026 Mike Bostock. */
var L,Ur,po,Oe,uo,vn,qr,hn,Gr,mo,fo,bl,Pt=Symbol.for("pv"),bn={},$n=[],$l=/^m(i|n|o|s|text|space)$/,ho=Array.isArray,go=$n.slice,Qe=Object.assign;function Ze(e){e&&e.parentNode&&e.remove()}function Nt(e,t,n){var o,r,a,s={},l=arguments.length;for(a in t)a=="key"?o=t[a]:a=="ref"&&typeof e!="function"?r=t[a]:s[a]=t[a];return l>2&&(s.children=l>3?go.call(arguments,2):n),Mt(e,s,o,r,null)}function Mt(e,t,n,o,r){var a={type:e,props:t,key:n,ref:o,__k:null,__:null,__b:0,__e:null,__c:null,constructor:Pt,__v:r||++Ur,__i:-1,__u:0};return!r&&L.vnode&&L.vnode(a),a}function tt(e){return e.children}function et(e,t){this.props=e,this.context=t,this.__g=0}function De(e,t){if(t==null)return e.__&&De(e.__,e.__i+1);for(var n;t<e.__k.length;t++)if((n=e.__k[t])&&n.__e)return n.__e;return typeof e.type!="function"||e.props.__P?null:De(e)}function yl(e){var t,n=e.__v,o=n.__e,r=[],a=[],s=e.__P;s&&((t=Qe({constructor:Pt},n)).__v=n.__v+1,L.vnode&&L.vnode(t),vo(s,t,n,e.__n,s.namespaceURI,32&n.__u?[o]:null,r,o||De(n),32&n.__u,a),t.__v=n.__v,t.__.__k[t.__i]=t,Jr(r,t,a),n.__=n.__e=null,t.__e!=o&&Wr(t))}function Wr(e){if((e=e.__)&&e.__c&&!e.props.__P)return e.__e=null,e.__k.some(function(t){return t&&(e.__e=t.__e)}),Wr(e)}function jr(e){(8&e.__g||(e.__g|=8,Oe.push(e),vn++))&&uo==L.debounceRendering||((uo=L.debounceRendering)||queueMicrotask)(Vr)}function Vr(){try{for(var e,t=1;Oe.length;)Oe.length>t&&Oe.sort(qr),e=Oe.shift(),t=Oe.length,8&e.__g&&yl(e)}finally{(vn=Oe.length)&&(uo||queueMicrotask)(Vr)}}function Xr(e,t,n,o,r,a,s,l,u,c,f){var b,p,d,g,h,m,v=o.__k||$n,$=t.length;for(u=_l(n,t,v,u,$),b=0;b<$;b++)(d=n.__k[b])!=null&&(p=~d.__i&&v[d.__i]||bn,d.__i=b,m=vo(e,d,p,r,a,s,l,u,c,f),g=d.__e,(p.ref!=d.ref||8&p.__u)&&(p.ref&&bo(p.ref,null,d,p),d.ref&&f.push(d.ref,d.__c||g,d)),h=h||g,4&d.__u?(u=Yr(d,u,e,!p.__v),p.__e&&(p.__e=null)):typeof d.type=="function"&&m!==void 0?u=m:g&&(u=g.nextSibling),d.__u&=-21);return n.__e=h,u}function _l(e,t,n,o,r){var a,s,l,u,c,f,b,p,d,g=n.length,h=g,m=0,v=0,$=e.__k=Array(r);for(a=0;a<r;a++)(s=t[a])!=null&&typeof s!="boolean"&&typeof s!="function"?(typeof s!="object"||s.constructor===String?s=$[a]=Mt(null,s):ho(s)?s=$[a]=Mt(tt,{children:s}):s.constructor===Pt&&s.__b?s=$[a]=Mt(s.type,s.props,s.key,s.ref,s.__v):$[a]=s,u=a+m,s.__=e,s.__b=e.__b+1,l=null,~(c=s.__i=xl(s,n,u,h))&&(h--,(l=n[c])&&(l.__u|=2)),l&&l.__v?(s.__u|=16,c==u-1?m--:c==u+1?m++:c!=u&&(c>u?m--:m++,v=1)):(~c||(r>g?m--:r<g&&m++),typeof s.type!="function"&&(s.__u|=4))):$[a]=null;if(v){for(f=[],b=[],a=0;a<r;a++)if((s=$[a])&&16&s.__u){for(m=0,p=f.length;m<p;)f[d=m+p>>1]<s.__i?m=d+1:p=d;f[m]=s.__i,b[a]=m+1}for(m=f.length;a--;)b[a]&&(b[a]==m?m--:$[a].__u|=4)}if(h)for(a=0;a<g;a++)!(l=n[a])||2&l.__u||(l.__e==o&&(o=De(l)),$o(l,l));return o}function Yr(e,t,n,o){var r,a,s,l;if(typeof e.type=="function"){if(e.props.__P)return t;if(r=e.__k)for(a=0;a<r.length;a++)r[a]&&(r[a].__=e,t=Yr(r[a],t,n,!1));return t}for(t&&!t.parentNode&&(t=De(e))&&!t.parentNode&&(t=null),s=e.__e,l=t;l&&l.nodeType==8;)l=l.nextSibling;for(s!=l&&(!o&&n.moveBefore&&s.parentNode?n.moveBefore(s,t):n.insertBefore(s,t||null)),t=s;(t=t&&t.nextSibling)&&t.nodeType==8&&!t.data.startsWith("$s"););return t}function xl(e,t,n,o){var r,a=e.key,s=e.type,l=t[n],u=l&&!(2&l.__u);if(l===null&&a==null||u&&a==l.key&&s==l.type)return n;if(o>(u?1:0)){for(r=n-1;r>=0;r--)if((l=t[r])&&!(2&l.__u)&&a==l.key&&s==l.type)return r;for(r=n+1;r<t.length;r++)if((l=t[r])&&!(2&l.__u)&&a==l.key&&s==l.type)return r}return-1}function Hr(e,t,n){n==null&&(n=""),t[0]=="-"?e.setProperty(t,n):e[t]=n}function mn(e,t,n,o,r){var a,s;if(t=="style")if(typeof n=="string")e.style.cssText=n;else{if(typeof o=="string"&&(e.style.cssText=o=""),o)for(t in o)n&&t in n||Hr(e.style,t);if(n)for(t in n)o&&n[t]==o[t]||Hr(e.style,t,n[t])}else if(t[0]=="o"&&t[1]=="n")typeof n!="function"&&(n=null),typeof o!="function"&&(o=null),(e.__e||(e.__e={}))[t]=n,n&&o||(s=fo[t]||(fo[t]=wl(t)),(e.__a||(e.__a={}))[t]=mo,a=t!=(t=t.replace(Gr,"$1")),(t=t.slice(2))[0]<"a"&&(t=t.toLowerCase()),n?e.addEventListener(t,s,a):e.removeEventListener(t,s,a));else{if(r=="http://www.w3.org/2000/svg")t=t.replace(/xlink(H|:h)/,"h").replace(/sName$/,"s");else if(t!="width"&&t!="height"&&t!="href"&&t!="list"&&t!="form"&&t!="tabIndex"&&t!="download"&&t!="rowSpan"&&t!="colSpan"&&t!="role"&&t!="popover"&&t in e)try{return void(e[t]=n??"")}catch{}if(typeof n=="function")return;n==null||n===!1&&t[4]!="-"?e.removeAttribute(t):e.setAttribute(t,t=="popover"&&n==1?"":n)}}function wl(e){return function(t){var n=this.__e;if(n){if(n=n[e],t[hn]==null)t[hn]=mo++;else if(t[hn]<this.__a[e])return;return n(L.event?L.event(t):t)}}}function vo(e,t,n,o,r,a,s,l,u,c){var f,b,p,d,g,h,m,v,$,w,x,B,G,V,F,te,y,M,z=t.type;if(t.constructor!==Pt)return null;128&n.__u&&(u=32&n.__u,f=n.__c.__z)&&(t.__u|=u,b=a=[],f.nodeType==8?l=gn(f,a):a.push(f),l=a[0]||l),(f=L.__b)&&f(t);e:if(typeof z=="function"){p=s.length;try{if(v=t.props,$=(f=z.prototype)&&f.render,w=(f=z.contextType)&&o[f.__c],x=f?w?w.props.value:f.__:o,(d=n.__c)?(t.__c=d,2&d.__g&&(d.__g|=1)):($?t.__c=d=new z(v,x):(t.__c=d=new et(v,x),d.constructor=z,d.render=Sl),w&&w.sub(d),d.state||(d.state={}),d.__n=o,d.__g|=8,d.__h=[],d.__k=[]),$&&(d.__s||(d.__s=d.state),z.getDerivedStateFromProps&&(d.__s==d.state&&(d.__s=Qe({},d.__s)),Qe(d.__s,z.getDerivedStateFromProps(v,d.__s)))),g=d.props,h=d.state,d.__v=t,n.__c){if(v!==g&&$&&!z.getDerivedStateFromProps&&d.componentWillReceiveProps&&d.componentWillReceiveProps(v,x),t.__v==n.__v&&!(8&d.__g)||!(4&d.__g)&&d.shouldComponentUpdate&&d.shouldComponentUpdate(v,d.__s,x)===!1){t.__v!=n.__v&&(d.props=v,d.state=d.__s,d.__g&=-9),t.__e=n.__e,t.__k=n.__k,t.__k.some(function(C){C&&(C.__=t)}),$n.push.apply(d.__h,d.__k),d.__k=[],d.__h.length&&s.push(d),l=De(n);break e}d.componentWillUpdate&&d.componentWillUpdate(v,d.__s,x),$&&d.componentDidUpdate&&d.__h.push(function(){d.componentDidUpdate(g,h,m)})}else $&&!z.getDerivedStateFromProps&&d.componentWillMount&&d.componentWillMount(),$&&d.componentDidMount&&d.__h.push(d.componentDidMount);d.context=x,d.props=v,d.__P=e,d.__g&=-5,B=L.__r,G=$?25:0;do d.__g&=-9,B&&B(t),f=d.render(d.props,d.state=d.__s,d.context);while(8&d.__g&&++G<25);$&&($n.push.apply(d.__h,d.__k),d.__k=[]),d.state=d.__s,d.getChildContext&&(o=Qe({},o,d.getChildContext())),$&&n.__c&&d.getSnapshotBeforeUpdate&&(m=d.getSnapshotBeforeUpdate(g,h)),V=f&&f.type===tt&&f.key==null?f.props.children:f,v.__P&&(f=l,r=(e=v.__P).namespaceURI,u=a=null,n.props&&n.props.__P!=e&&(n.__k.some(function(C){C&&$o(C,C)}),n.__k=null),l=n.__k?De(n,0):null),l=Xr(e,ho(V)?V:[V],t,n,o,r,a,s,l,u,c),v.__P&&(t.__e=null,l=f),t.__u&=-161,b&&b.some(Ze),d.__h.length&&s.push(d),1&d.__g&&(d.__g&=-4)}catch(C){if(s.length=p,t.__v=null,u||a)if(C&&C.then){if(t.__u|=128|u,a){for(~(y=a.indexOf(l||void 0))||(y=a.length);(M=a[y-1])&&M.nodeType==8;)y--;for(;y<a.length;y++)if(M=a[y])if(a[y]=null,F){if(M==te)break}else{if(M.nodeType!=8)break;M.data.startsWith("$s")&&(te=gn(F=M))}}if(!F){for(;l&&l.nodeType==8&&l.nextSibling;)l=l.nextSibling;F=l}(f=gn(F=t.__c.__z||(t.__c.__z=F)))?(t.__e=F,l=f):t.__e=l,l=l&&l.nextSibling}else a&&a.some(Ze);else t.__e=n.__e;t.__k||(t.__k=n.__k||[]),C&&C.then||Kr(t),L.__e(C,t,n)}}else l=t.__e=kl(n.__e,t,n,o,r,a,s,u,c,e);return(f=L.diffed)&&f(t),l}function gn(e,t){if(e&&e.nodeType==8&&e.data.startsWith("$s"))for(var n=1;e=e.nextSibling;){if(e.nodeType==8){if(e.data.startsWith("$s"))n++;else if(e.data.startsWith("/$s")&&!--n)return e}t&&t.push(e)}}function Kr(e){e&&(e.__c&&(e.__c.__g|=4),e.__k&&e.__k.some(Kr))}function Jr(e,t,n){for(var o=0;o<n.length;)bo(n[o++],n[o++],n[o++]);L.__c&&L.__c(t,e),e.some(function(r){try{e=r.__h,r.__h=[],e.some(function(a){a.call(r)})}catch(a){L.__e(a,r.__v)}})}function kl(e,t,n,o,r,a,s,l,u,c){var f,b,p,d,g,h,m,v,$=n.props||bn,w=t.props,x=t.type;if(x=="svg"?r="http://www.w3.org/2000/svg":x=="math"?r="http://www.w3.org/1998/Math/MathML":r||(r="http://www.w3.org/1999/xhtml"),a){for(f=0;f<a.length;f++)if((g=a[f])&&(x?g.localName==x:g.nodeType==3)){e=g,a[f]=null;break}}if(!e){if(v=c.ownerDocument||document,!x)return v.createTextNode(w);e=v.createElementNS(r,x,w.is?w:c),l&&(L.__m&&L.__m(t,a),l=!1),a=null}if(x){if(c=x=="template"&&e.content||e,a=x=="textarea"&&w.defaultValue!=null?null:a&&go.call(c.childNodes),!l&&a)for($={},f=0;f<e.attributes.length;f++)$[(g=e.attributes[f]).name]=g.value;for(f in $)g=$[f],f=="dangerouslySetInnerHTML"?p=g:f=="children"||f in w||f=="value"&&"defaultValue"in w||f=="checked"&&"defaultChecked"in w||mn(e,f,null,g,r);for(f in w)g=w[f],f=="children"?d=g:f=="dangerouslySetInnerHTML"?b=g:f=="value"?h=g:f=="checked"?m=g:l&&typeof g!="function"||$[f]===g||mn(e,f,g,$[f],r);b?(l||p&&(b.__html==p.__html||b.__html==e.innerHTML)||(e.innerHTML=b.__html),t.__k=[]):(p&&(e.textContent=""),(x=="foreignObject"||r=="http://www.w3.org/1998/Math/MathML"&&$l.test(x))&&(r="http://www.w3.org/1999/xhtml"),Xr(c,ho(d)?d:[d],t,n,o,r,a,s,a?a[0]:n.__k&&De(n,0),l,u),a&&a.some(Ze)),l&&x!="textarea"||(f="value",x=="progress"&&h==null?e.removeAttribute(f):h==null||h===e[f]&&(x!="progress"||h)||mn(e,f,h,$[f],r),f="checked",m!=null&&m!=e[f]&&mn(e,f,m,$[f],r))}else $===w||l&&e.data==w||(e.data=w);return e}function bo(e,t,n,o){try{typeof e=="function"?t?t.__x=e(t)||1:o&&(o=o.__c||o.__e)&&(t=o.__x)&&(o.__x=null,typeof t=="function"?t():e(null)):e.current=t}catch(r){L.__e(r,n)}}function $o(e,t,n){var o,r,a,s;if(L.unmount&&L.unmount(e),!(o=e.ref)||o.current&&o.current!=e.__e||bo(o,null,t,e),o=e.__c){if(o.componentWillUnmount)try{o.componentWillUnmount()}catch(l){L.__e(l,t)}o.__P=o.__n=null}if(o=e.__k)for(s=0;s<o.length;s++)o[s]&&$o(o[s],t,typeof e.type!="function"||n&&!e.props.__P);!n&&(o=e.__c)&&(o=o.__z)&&(r=gn(o,a=[]))&&(o==e.__e&&a.some(Ze),Ze(r),Ze(o)),n||Ze(e.__e),e.__e=e.__c=e.__=null}function Sl(e,t,n){return this.constructor(e,n)}function yo(e,t){var n,o,r,a;L.__&&L.__(e,t),t.nodeType==9&&(t=t.documentElement),o=(n=e&&32&e.__u)?null:t.__k,t.__k=Mt(tt,{children:[e]}),r=[],a=[],vo(t,t.__k,o||bn,bn,t.namespaceURI,o?null:t.firstChild?go.call(t.childNodes):null,r,o?o.__e:t.firstChild,n,a),Jr(r,t.__k,a),t.__k.props.children=null}L={__e:function(e,t,n,o){for(var r,a,s;t=t.__;)if((r=t.__c)&&!(1&r.__g)){r.__g|=4;try{if((s=(a=r.constructor)&&a.getDerivedStateFromError)&&r.setState(a.getDerivedStateFromError(e)),r.componentDidCatch&&(r.componentDidCatch(e,o||{}),s=1),s&&8&r.__g)return void(r.__g|=2)}catch(l){e=l}}throw vn=0,e}},Ur=0,po=function(e){return e!=null&&e.constructor===Pt},et.prototype.setState=function(e,t){var n=this.__s;n&&n!=this.state||(n=this.__s=Qe({},this.state)),typeof e=="function"&&(e=e(Qe({},n),this.props)),e&&(Qe(n,e),this.__v&&(t&&this.__k.push(t),jr(this)))},et.prototype.forceUpdate=function(e){this.__v&&(this.__g|=4,e&&this.__h.push(e),jr(this))},et.prototype.render=tt,Oe=[],vn=0,qr=function(e,t){return e.__v.__b-t.__v.__b},hn=Symbol(),Gr=/(PointerCapture)$|Capture$/i,mo=0,fo={},bl=0;var zt,K,_o,Zr,xo=Object.is,yn=0,ia=[],wo=[],X=L,Qr=X.__b,ea=X.__r,ta=X.diffed,na=X.__c,oa=X.unmount,ra=X.__;function So(e,t){X.__h&&X.__h(K,e,yn||t),yn=0;var n=K.__H||(K.__H={__:[],__h:[]});return e>=n.__.length&&n.__.push({}),n.__[e]}function E(e){return yn=1,Tl(ca,e)}function Tl(e,t,n){var o=So(zt++,2);if(o.t=e,!o.__c&&(o.__=[n?n(t):ca(void 0,t),function(a){var s=(o.__N||o.__)[0],l=o.t(s,a);xo(s,l)||(o.__N=[l,o.__[1]],o.__c.setState({}))}],o.__c=K,!K.__f)){K.__f=!0;var r=K.shouldComponentUpdate;K.shouldComponentUpdate=function(a,s,l){var u=this.__H;if(!u)return!0;var c=!1,f=this.props!=a;if(u.__.some(function(p){p.__N&&(c=!0,xo(p.__[0],p.__N[0])||(f=!0))}),r){var b=r.call(this,a,s,l);return c?b||f:b}return!c||f}}return o.__}function A(e,t){var n=So(zt++,3);!X.__s&&la(n.__H,t)&&(n.__P=!0,n.__=e,n.u=t,K.__H.__h.push(n))}function _e(e){return yn=5,_n(function(){return{current:e}},[])}function _n(e,t){var n=So(zt++,7);return la(n.__H,t)&&(n.__=e(),n.__H=t),n.__}function Cl(){var e;do{for(;e=wo.shift();)try{Et(e)}catch(n){X.__e(n,{__:(e=e.__P)&&e.__v})}for(;e=ia.shift();){var t=e.__H;if(e.__P&&t)try{t.__h.some(Et),t.__h.some(ko),t.__h=[]}catch(n){t.__h=[],X.__e(n,e.__v)}}}while(wo.length)}X.__b=function(e){K=null,Qr&&Qr(e)},X.__=function(e,t){e&&t.__k&&t.__k.__m&&(e.__m=t.__k.__m),ra&&ra(e,t)},X.__r=function(e){ea&&ea(e),zt=0;var t=(K=e.__c).__H;t&&(_o==K?K.__h=[]:(t.__h.some(Et),t.__h.some(ko),zt=0),t.__h=[],t.__.some(function(n){n.__N&&(n.__=n.__N),n.u=n.__N=void 0})),_o=K},X.diffed=function(e){ta&&ta(e);var t=e.__c;t&&t.__H&&(t.__H.__h.length&&sa(ia.push(t)),t.__H.__.some(function(n){n.u&&(n.__H=n.u)})),_o=K=null},X.__c=function(e,t){t.some(function(n){try{n.__h.some(Et),n.__h=n.__h.filter(function(o){return!o.__||ko(o)})}catch(o){n.__h=[function(){throw o}]}}),na&&na(e,t)},X.unmount=function(e){oa&&oa(e);var t,n,o=e.__c;o&&o.__H&&(o.__H.__.some(function(r){try{if(r.__P&&r.__c){if(n===void 0){for(n=e.__;n&&(!n.__c||!n.__c.__P);)n=n.__;n=n&&n.__c}r.__P=n,sa(wo.push(r))}else Et(r)}catch(a){t=a}}),o.__H=void 0,t&&X.__e(t,o.__v))};var aa=typeof requestAnimationFrame=="function";function Ml(e){var t,n=function(){clearTimeout(o),aa&&cancelAnimationFrame(t),setTimeout(e)},o=setTimeout(n,35);aa&&(t=requestAnimationFrame(n))}function sa(e){e!=1&&Zr==X.requestAnimationFrame||((Zr=X.requestAnimationFrame)||Ml)(Cl)}function Et(e){var t=K,n=e.__c;typeof n=="function"&&(e.__c=void 0,n()),K=t}function ko(e){var t=K;e.__c=e.__(),K=t}function la(e,t){return!e||e.length!=t.length||t.some(function(n,o){return!xo(n,e[o])})}function ca(e,t){return typeof t=="function"?t(e):t}var Pl=Symbol.for("preact-signals");function Sn(){if(Me>1)Me--;else{var e,t=!1;for((function(){var r=wn;for(wn=void 0;r!==void 0;){var a=r.S;if(a.v===r.v)for(var s=a.t;s!==void 0;s=s.x)s.i===r.i&&(s.i=a.i);r=r.o}})();Lt!==void 0;){var n=Lt;for(Lt=void 0,xn++;n!==void 0;){var o=n.u;if(n.u=void 0,n.f&=-3,!(8&n.f)&&da(n))try{n.c()}catch(r){t||(e=r,t=!0)}n=o}}if(xn=0,Me--,t)throw e}}function pt(e){if(Me>0)return e();To=++Nl,Me++;try{return e()}finally{Sn()}}var At,j=void 0;function Ot(e){var t=j,n=At;j=void 0,At=void 0;try{return e()}finally{j=t,At=n}}var Lt=void 0,Me=0,xn=0,Nl=0,To=0,wn=void 0,kn=0;function ua(e){if(j!==void 0){var t=e.n;if(t===void 0||t.t!==j)return t={i:0,S:e,p:j.s,n:void 0,t:j,e:void 0,x:void 0,r:t},j.s!==void 0&&(j.s.n=t),j.s=t,e.n=t,32&j.f&&e.S(t),t;if(t.i===-1)return t.i=0,t.n!==void 0&&(t.n.p=t.p,t.p!==void 0&&(t.p.n=t.n),t.p=j.s,t.n=void 0,j.s.n=t,j.s=t),t}}function J(e,t){this.v=e,this.i=0,this.n=void 0,this.t=void 0,this.l=0,this.W=t?.watched,this.Z=t?.unwatched,this.name=t?.name}J.prototype.brand=Pl;J.prototype.h=function(){return!0};J.prototype.S=function(e){var t=this,n=this.t;n!==e&&e.e===void 0&&(e.x=n,this.t=e,n!==void 0?n.e=e:Ot(function(){var o;(o=t.W)==null||o.call(t)}))};J.prototype.U=function(e){var t=this;if(this.t!==void 0){var n=e.e,o=e.x;n!==void 0&&(n.x=o,e.e=void 0),o!==void 0&&(o.e=n,e.x=void 0),e===this.t&&(this.t=o,o===void 0&&Ot(function(){var r;(r=t.Z)==null||r.call(t)}))}};J.prototype.subscribe=function(e){var t=this;return he(function(){var n=t.value;Ot(function(){return e(n)})},{name:"sub"})};J.prototype.valueOf=function(){return this.value};J.prototype.toString=function(){return this.value+""};J.prototype.toJSON=function(){return this.value};J.prototype.peek=function(){var e=this;return Ot(function(){return e.value})};Object.defineProperty(J.prototype,"value",{get:function(){var e=ua(this);return e!==void 0&&(e.i=this.i),this.v},set:function(e){if(e!==this.v){if(xn>100)throw new Error("Cycle detected");(function(n){Me!==0&&xn===0&&n.l!==To&&(n.l=To,wn={S:n,v:n.v,i:n.i,o:wn})})(this),this.v=e,this.i++,kn++,Me++;try{for(var t=this.t;t!==void 0;t=t.x)t.t.N()}finally{Sn()}}}});function S(e,t){return new J(e,t)}function da(e){for(var t=e.s;t!==void 0;t=t.n)if(t.S.i!==t.i||!t.S.h()||t.S.i!==t.i)return!0;return!1}function fa(e){for(var t=e.s;t!==void 0;t=t.n){var n=t.S.n;if(n!==void 0&&(t.r=n),t.S.n=t,t.i=-1,t.n===void 0){e.s=t;break}}}function pa(e){for(var t=e.s,n=void 0;t!==void 0;){var o=t.p;t.i===-1?(t.S.U(t),o!==void 0&&(o.n=t.n),t.n!==void 0&&(t.n.p=o)):n=t,t.S.n=t.r,t.r!==void 0&&(t.r=void 0),t=o}e.s=n}function nt(e,t){J.call(this,void 0,t),this.x=e,this.s=void 0,this.g=kn-1,this.f=4}nt.prototype=new J;nt.prototype.h=function(){if(this.f&=-3,1&this.f)return!1;if((36&this.f)==32||(this.f&=-5,this.g===kn))return!0;if(this.g=kn,this.f|=1,this.i>0&&!da(this))return this.f&=-2,!0;var e=j;try{fa(this),j=this;var t=this.x();(16&this.f||this.v!==t||this.i===0)&&(this.v=t,this.f&=-17,this.i++)}catch(n){this.v=n,this.f|=16,this.i++}return j=e,pa(this),this.f&=-2,!0};nt.prototype.S=function(e){if(this.t===void 0){this.f|=36;for(var t=this.s;t!==void 0;t=t.n)t.S.S(t)}J.prototype.S.call(this,e)};nt.prototype.U=function(e){if(this.t!==void 0&&(J.prototype.U.call(this,e),this.t===void 0)){this.f&=-33;for(var t=this.s;t!==void 0;t=t.n)t.S.U(t)}};nt.prototype.N=function(){if(!(2&this.f)){this.f|=6;for(var e=this.t;e!==void 0;e=e.x)e.t.N()}};Object.defineProperty(nt.prototype,"value",{get:function(){if(1&this.f)throw new Error("Cycle detected");var e=ua(this);if(this.h(),e!==void 0&&(e.i=this.i),16&this.f)throw this.v;return this.v}});function H(e,t){return new nt(e,t)}function ma(e){var t=e.j;if(e.j=void 0,typeof t=="function"){Me++;var n=j;j=void 0;try{t()}catch(o){throw e.f&=-2,e.f|=8,Co(e),o}finally{j=n,Sn()}}}function Co(e){for(var t=e.s;t!==void 0;t=t.n)t.S.U(t);e.x=void 0,e.s=void 0,ma(e)}function El(e){if(j!==this)throw new Error("Out-of-order effect");pa(this),j=e,this.f&=-2;try{8&this.f&&Co(this)}finally{Sn()}}function mt(e,t){this.x=e,this.j=void 0,this.s=void 0,this.u=void 0,this.f=32,this.name=t?.name,At&&At.push(this)}mt.prototype.c=function(){var e=this.S();try{if(8&this.f||this.x===void 0)return;var t=this.x();typeof t=="function"&&(this.j=t)}finally{e()}};mt.prototype.S=function(){if(1&this.f)throw new Error("Cycle detected");this.f|=1,this.f&=-9,ma(this),fa(this),Me++;var e=j;return j=this,El.bind(this,e)};mt.prototype.N=function(){2&this.f||(this.f|=2,this.u=Lt,Lt=this)};mt.prototype.d=function(){this.f|=8,1&this.f||Co(this)};mt.prototype.dispose=function(){this.d()};function he(e,t){var n=new mt(e,t);try{n.c()}catch(r){throw n.d(),r}var o=n.d.bind(n);return o[Symbol.dispose]=o,o}var ha,Cn,Tn,zl=typeof window<"u"&&!!window.__PREACT_SIGNALS_DEVTOOLS__;var ga=[];he(function(){ha=this.N})();function ht(e,t){L[e]=t.bind(null,L[e]||function(){})}function Dt(e){if(Tn){var t=Tn;Tn=void 0,t()}Tn=e&&e.S()}function va(e){var t=this,n=e.data,o=Ll(n);o.name="ReactiveDom",o.value=n;var r=_n(function(){for(var l=t,u=t.__v;u=u.__;)if(u.__c){u.__c.__$f|=4;break}var c=H(function(){var d=o.value.value;return d===0?0:d===!0?"":d||""}),f=H(function(){return!Array.isArray(c.value)&&!po(c.value)}),b=he(function(){if(this.N=ba,f.value){var d=c.value;l.__v&&l.__v.__e&&l.__v.__e.nodeType===3&&(l.__v.__e.data=d)}}),p=t.__$u.d;return t.__$u.d=function(){b(),p.call(this)},[f,c]},[]),a=r[0],s=r[1];return a.value?s.peek():s.value}va.displayName="ReactiveTextNode";Object.defineProperties(J.prototype,{constructor:{configurable:!0,value:Nt(tt,null).constructor},type:{configurable:!0,value:va},props:{configurable:!0,get:function(){var e=this;return{data:{get value(){return e.value}}}}},__b:{configurable:!0,value:1}});ht("__b",function(e,t){if(Dt(),Cn=void 0,typeof t.type=="string"){var n,o=t.props;for(var r in o)if(r!=="children"){var a=o[r];a instanceof J&&(n||(t.__np=n={}),n[r]=a,o[r]=a.peek())}}e(t)});ht("__r",function(e,t){if(e(t),t.type!==tt){Dt();var n,o=t.__c;o&&(o.__$f&=-2,(n=o.__$u)===void 0&&(o.__$u=n=(function(r,a){var s;return he(function(){s=this},{name:a}),s.c=r,s})((function(r){return function(){var a;zl&&((a=this.y)==null||a.call(this)),r.__$f|=1,r.setState({})}})(o),typeof t.type=="function"?t.type.displayName||t.type.name:""))),Cn=o,Dt(n)}});ht("__e",function(e,t,n,o){Dt(),Cn=void 0,e(t,n,o)});ht("diffed",function(e,t){Dt(),Cn=void 0;var n;if(typeof t.type=="string"&&(n=t.__e)){var o=t.__np,r=t.props,a=n.U;if(a)for(var s in a){var l=a[s];l===void 0||o&&s in o||(l.d(),a[s]=void 0)}if(o){a||(a={},n.U=a);for(var u in o){var c=a[u],f=o[u];c===void 0?(c=Al(n,u,f,r),a[u]=c):c.o(f,r)}}}e(t)});function Al(e,t,n,o){var r=t in e&&e.ownerSVGElement===void 0,a=S(n);return{o:function(s,l){a.value=s,o=l},d:he(function(){this.N=ba;var s=a.value.value;o[t]!==s&&(o[t]=s,r?e[t]=s:s!=null&&(s!==!1||t[4]==="-")?e.setAttribute(t,s):e.removeAttribute(t))})}}ht("unmount",function(e,t){if(typeof t.type=="string"){var n=t.__e;if(n){var o=n.U;if(o){n.U=void 0;for(var r in o){var a=o[r];a&&a.d()}}}var s=t.__np;if(s){var l=t.props;for(var u in s)l[u]=s[u]}t.__np=void 0}else{var c=t.__c;if(c){c.__$f|=8;var f=c.__$u;f&&(c.__$u=void 0,f.d())}}e(t)});ht("__h",function(e,t,n,o){o<3&&(t.__$f|=2),e(t,n,o)});et.prototype.shouldComponentUpdate=function(e,t){if(this.__R)return!0;var n=this.__$u,o=n&&n.s!==void 0;for(var r in t)return!0;if(this.__f||typeof this.u=="boolean"&&this.u===!0){var a=2&this.__$f;if(!(o||a||4&this.__$f)||1&this.__$f)return!0}else if(!(o||4&this.__$f)||3&this.__$f)return!0;for(var s in e)if(s!=="__source"&&e[s]!==this.props[s])return!0;for(var l in this.props)if(!(l in e))return!0;return!1};function Ll(e,t){return _n(function(){return S(e,t)},[])}var Ol=function(e){queueMicrotask(function(){queueMicrotask(e)})};function Dl(){pt(function(){for(var e;e=ga.shift();)ha.call(e)})}function ba(){ga.push(this)===1&&(L.requestAnimationFrame||Ol)(Dl)}var ya=function(e,t,n,o){var r;t[0]=0;for(var a=1;a<t.length;a++){var s=t[a++],l=t[a]?(t[0]|=s?1:2,n[t[a++]]):t[++a];s===3?o[0]=l:s===4?o[1]=Object.assign(o[1]||{},l):s===5?(o[1]=o[1]||{})[t[++a]]=l:s===6?o[1][t[++a]]+=l+"":s?(r=e.apply(l,ya(e,l,n,["",null])),o.push(r),l[0]?t[0]|=2:(t[a-2]=0,t[a]=r)):o.push(l)}return o},$a=new Map;function _a(e){var t=$a.get(this);return t||(t=new Map,$a.set(this,t)),(t=ya(this,t.get(e)||(t.set(e,t=(function(n){for(var o,r,a=1,s="",l="",u=[0],c=function(p){a===1&&(p||(s=s.replace(/^\s*\n\s*|\s*\n\s*$/g,"")))?u.push(0,p,s):a===3&&(p||s)?(u.push(3,p,s),a=2):a===2&&s==="..."&&p?u.push(4,p,0):a===2&&s&&!p?u.push(5,0,!0,s):a>=5&&((s||!p&&a===5)&&(u.push(a,0,s,r),a=6),p&&(u.push(a,p,0,r),a=6)),s=""},f=0;f<n.length;f++){f&&(a===1&&c(),c(f));for(var b=0;b<n[f].length;b++)o=n[f][b],a===1?o==="<"?(c(),u=[u],a=3):s+=o:a===4?s==="--"&&o===">"?(a=1,s=""):s=o+s[0]:l?o===l?l="":s+=o:o==='"'||o==="'"?l=o:o===">"?(c(),a=1):a&&(o==="="?(a=5,r=s,s=""):o==="/"&&(a<5||n[f][b+1]===">")?(c(),a===3&&(u=u[0]),a=u,(u=u[0]).push(2,0,a),a=0):o===" "||o==="	"||o===`
`||o==="\r"?(c(),a=2):s+=o),a===3&&s==="!--"&&(a=4,u=u[0])}return c(),u})(e)),t),arguments,[])).length>1?t:t[0]}var i=_a.bind(Nt);var Bl=/[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|[\u{e0000}-\u{e007f}]/gu,T=e=>String(e??"").replace(Bl,t=>`\\u{${t.codePointAt(0).toString(16).toUpperCase()}}`);var Y="/api/v1",Pe=encodeURIComponent;function Bt(e){let t=Object.entries(e).filter(([,n])=>n);return t.length?"?"+new URLSearchParams(t):""}var _={node:()=>`${Y}/node`,readyz:()=>"/readyz?verbose",p2pStart:()=>`${Y}/p2p/start`,p2pStop:()=>`${Y}/p2p/stop`,peers:(e={})=>`${Y}/peers${Bt(e)}`,peer:e=>`${Y}/peers/${Pe(e)}`,peerPing:e=>`${Y}/peers/${Pe(e)}/ping`,peerBan:e=>`${Y}/peers/${Pe(e)}/ban`,peerUnban:e=>`${Y}/peers/${Pe(e)}/unban`,discovery:()=>`${Y}/discovery`,topology:()=>`${Y}/topology`,events:(e={})=>`${Y}/events${Bt(e)}`,blobs:(e={})=>`${Y}/blobs${Bt(e)}`,blob:(e,t={})=>`${Y}/blobs/${Pe(e)}${Bt(t)}`,blobTicket:e=>`${Y}/blobs/${Pe(e)}/ticket`,blobVerify:e=>`${Y}/blobs/${Pe(e)}/verify`,tag:e=>`${Y}/tags/${Pe(e)}`,limits:()=>`${Y}/limits`,schedules:()=>`${Y}/schedules`,transfers:(e={})=>`${Y}/transfers${Bt(e)}`,transfer:e=>`${Y}/transfers/${Pe(e)}`};var Mo=["blob_added","blob_removed","blob_state","transfer","tag","peer","discovery","p2p","task_error","reset"],Be=S("waiting"),Po=()=>{},gt="BroadcastChannel"in self?new BroadcastChannel("firn-events"):null;function Fl(e){let t=Be.value;Be.value=e,e==="live"&&t==="lost"&&Po("reset",{})}function Mn(e){gt?.postMessage(e),wa(e)}function wa(e){e.connection?Fl(e.connection):e.type&&Po(e.type,e.data,e.id)}function xa(){let e,t=()=>{e=new EventSource(_.events()),e.onopen=()=>Mn({connection:"live"}),e.onerror=()=>{Mn({connection:"lost"}),e.readyState===EventSource.CLOSED&&setTimeout(t,2e3)};for(let n of Mo)e.addEventListener(n,o=>{try{let r=o.lastEventId;Mn({type:n,data:JSON.parse(o.data),id:r})}catch{}})};Be.value==="live"&&Mn({connection:"lost"}),t(),gt?.addEventListener("message",({data:n})=>{n.ask&&gt.postMessage({connection:Be.value})})}function ka(e){if(Po=e,!gt||!navigator.locks){xa();return}gt.addEventListener("message",({data:t})=>wa(t)),gt.postMessage({ask:!0}),navigator.locks.request("firn-events",()=>(xa(),new Promise(()=>{})))}var Fe=class extends Error{constructor(t,n){super(n.detail||n.title||`HTTP status ${t}`),this.status=t,this.code=n.code||"",this.hint=n.hint||"",this.requestId=n.request_id||""}},No=()=>new Fe(0,{code:"unreachable",detail:"The node does not answer.",hint:"Is firnd still running? This page goes on by itself when it is back."});async function Sa(e){let t={};try{t=await e.json()}catch{}return new Fe(e.status,t??{})}async function Ta(e,t,n,o){let r={method:e,headers:{Accept:"application/json",...o}};n!==void 0&&(r.headers["Content-Type"]="application/json",r.body=JSON.stringify(n));let a;try{a=await fetch(t,r)}catch{throw No()}if(!a.ok)throw await Sa(a);return a}async function Ca(e){if(e.status===204)return null;try{return await e.json()}catch{throw new Fe(e.status,{detail:"The answer was cut off or is not JSON."})}}var P=async(e,t,n)=>Ca(await Ta(e,t,n));async function Eo(e,t,n,o){let a=await Ta(e,t,n,o?{"If-Match":o}:{});return{json:await Ca(a),version:a.headers.get("ETag")??""}}async function Ma(e){let t;try{t=await fetch(e)}catch{throw No()}if(!(t.headers.get("Content-Type")??"").startsWith("text/plain"))throw await Sa(t);return t.text()}var Rl=e=>e.slice(0,1).arrayBuffer().then(()=>!0,()=>!1),Il=()=>new Fe(0,{code:"unreadable",detail:"The browser cannot read it.",hint:"Is it a folder, or was it changed or removed since it was chosen?"});function Pa(e,t,n){let o=new XMLHttpRequest,r=new Promise((a,s)=>{let l=()=>{try{return JSON.parse(o.responseText)??{}}catch{return{}}};o.upload.onprogress=u=>n(u.loaded),o.onload=()=>{o.status>=200&&o.status<300?a(l()):s(new Fe(o.status,l()))},o.onerror=async()=>s(await Rl(t)?No():Il()),o.onabort=()=>s(new Fe(0,{code:"cancelled",detail:"Stopped."}))});return o.open("POST",e),o.setRequestHeader("Content-Type","application/octet-stream"),o.send(t),{done:r,abort:()=>o.abort()}}function de(e,t){let n=0,o=0,r=!1,a=!1,s=c=>{clearTimeout(o),o=n?setTimeout(l,c):0};async function l(){r||document.hidden||(r=!0,a=!1,await e(),r=!1,s(a?400:t))}document.addEventListener("visibilitychange",()=>{!document.hidden&&n&&l()});let u=()=>{n--,n||clearTimeout(o)};return{changed(){n&&!a&&(a=!0,r||s(400))},now:l,watch(){return n++,l(),u},watchLater(){return n++,s(t),u}}}var ve=S(null),Re=S(null),ge=S(Date.now()),Na=0;async function ot(){try{ve.value=await P("GET",_.node()),Re.value=null,Na=Date.now()-ve.value.uptime_s*1e3}catch(e){Re.value=e}}var Ea=de(ot,1e4),za=Ea.watchLater,Aa=Ea.changed,La=()=>(ge.value-Na)/1e3;setInterval(()=>{ge.value=Date.now()},1e3);var jl=50,Hl=250,Lo=S(null),Ft=S(null),Ie=S({state:"",tag:""}),je=S([""]),Oo=S(null),Oa=H(()=>je.value.length),Do=H(()=>Oo.value!=null),Pn=H(()=>je.value.length>1),Da=H(()=>Ie.value.state!==""||Ie.value.tag!==""),zo=0;async function He(){let e=++zo,t=je.value.at(-1);try{let n=await P("GET",_.blobs({limit:jl,cursor:t,...Ie.value}));if(e!==zo)return;pt(()=>{Lo.value=n.items,Oo.value=n.next,Ft.value=null}),!n.items.length&&Pn.value&&Bo()}catch(n){e===zo&&(Ft.value=n)}}function Ba(){return je.value=[...je.value,Oo.value],He()}function Bo(){return je.value=je.value.slice(0,-1),He()}function Nn(e){return pt(()=>{Ie.value={...Ie.value,...e},je.value=[""]}),He()}var Ao=0;function rt(){Ao||(Ao=setTimeout(()=>{Ao=0,He()},Hl))}var En=500,Ul=200,xe=S([]),vt=S(""),bt=S(!1),Fa=1,Rt=[];function Ra(e,t,n){let o={n:Fa++,at:Date.now(),type:e,data:t,id:n};bt.value?Rt=[o,...Rt].slice(0,En):xe.value=[o,...xe.value].slice(0,En)}function Ia(e){bt.value=e,!e&&(xe.value=[...Rt,...xe.value].slice(0,En),Rt=[])}function ja(){Rt=[],xe.value=[]}var Ro=H(()=>vt.value?xe.value.filter(e=>e.type===vt.value):xe.value);function ql(e,t){let[n,o]=e.split("-");return`${n}-${Math.max(0,Number(o)-t)}`}var Fo=!1;async function Ha(){if(!Fo){Fo=!0;try{let e=await P("GET",_.events({wait:"0"})),t=await P("GET",_.events({since:ql(e.next,Ul),wait:"0"})),n=new Set(xe.value.map(r=>r.id)),o=t.events.filter(r=>!n.has(r.id)).reverse().map(r=>({n:Fa++,at:0,...r}));xe.value=[...xe.value,...o].slice(0,En)}catch{Fo=!1}}}var Gl=/^\[([+!-])\](\S+) (.*)$/,Wl={"+":"well","!":"degraded","-":"failed"};function Ua(e){return e.split(`
`).flatMap(t=>{let n=Gl.exec(t);if(!n)return[];let[,o,r,a]=n;return[{name:r,state:Wl[o],text:a.replace(/^(failed|degraded): /,"")}]})}var zn=S(null),It=S(null);async function Vl(){try{zn.value=Ua(await Ma(_.readyz())),It.value=null}catch(e){It.value=e}}var Io=de(Vl,1e4),An=Io.changed,qa=Io.watch;async function Ga(e){try{await P("POST",e?_.p2pStart():_.p2pStop())}finally{ot(),Io.now()}}var Ln=[{name:"overview",title:"Overview",href:"#/"},{name:"topology",title:"Topology",href:"#/topology"},{name:"peers",title:"Peers",href:"#/peers"},{name:"transfers",title:"Transfers",href:"#/transfers"},{name:"limits",title:"Limits",href:"#/limits"},{name:"events",title:"Events",href:"#/events"}];function Wa(){let[,e,t]=location.hash.split("/");return{page:Ln.find(o=>o.name===e)??Ln[0],id:/^[0-9a-f]{64}$/.test(t??"")?t:""}}var Q=S(Wa());addEventListener("hashchange",()=>{Q.value=Wa()});var re=(e,t)=>`#/${e}${t?`/${t}`:""}`;function On(e,t){location.hash=re(e,t)}var Xl=5e3,Yl=2e3,Kl=1e3,at=S(null),Uo=S(!1),Dn=S(null),Ne=S(""),jt=S({key:"state",isDown:!1}),jo=0;async function Jl(){let e=++jo;try{let t=await P("GET",_.peers({limit:Kl}));if(e!==jo)return;at.value=t.items,Uo.value=t.next!=null,Dn.value=null}catch(t){e===jo&&(Dn.value=t)}}var Zl=H(()=>new Map((at.value??[]).map(e=>[e.id,e.name]))),Xa=e=>Zl.value.get(e)??"",qo=de(Jl,Xl),yt=qo.now,Bn=qo.watch,Fn=S(null),$t=S(null);async function Ql(){let{id:e}=Q.value;if(e)try{let t=await P("GET",_.peer(e));if(e!==Q.value.id)return;Fn.value=t,$t.value=null}catch(t){e===Q.value.id&&($t.value=t)}}var Go=de(Ql,Yl),Rn=Go.now,Ya=()=>(Fn.value=null,$t.value=null,Go.watch()),In=S(null),Ht=S(null);async function ec(){try{In.value=(await P("GET",_.discovery())).sources,Ht.value=null}catch(e){Ht.value=e}}var Wo=de(ec,1e4),Ka=Wo.watch,Ja=Wo.changed;function Vo(){qo.changed(),Go.changed(),Wo.changed()}var tc={connected:0,connecting:1,disconnecting:2,failed:3,disconnected:4},Ho={state:e=>tc[e.state]??9,name:e=>`${e.name?0:1}${e.name??""} ${e.id}`,rtt:e=>e.rtt_ms,loss:e=>e.loss,rx:e=>e.rx_bps,tx:e=>e.tx_bps,score:e=>e.score,reputation:e=>e.reputation,reconnects:e=>e.reconnects};function Va(e,t,n){if(e==null||t==null)return(e==null)-(t==null);let o=e<t?-1:+(e>t);return n?-o:o}var Za=H(()=>{if(!at.value)return null;let{key:e,isDown:t}=jt.value,n=Ho[e],o=Ne.value==="banned"?r=>r.banned:r=>!Ne.value||r.state===Ne.value;return at.value.filter(o).sort((r,a)=>Va(n(r),n(a),t)||Va(Ho.name(r),Ho.name(a),!1))});function Qa(e){let t=jt.value;jt.value=t.key===e?{key:e,isDown:!t.isDown}:{key:e,isDown:["rx","tx","score","reconnects"].includes(e)}}var es=H(()=>{if(!at.value)return null;let e={known:at.value.length,banned:0};for(let t of at.value)e[t.state]=(e[t.state]??0)+1,t.banned&&e.banned++;return e});var ns=()=>({nodes:new Map,links:new Map}),os=({from:e,to:t})=>e<t?`${e} ${t}`:`${t} ${e}`;function nc(e){let t=0;for(let n=0;n<e.length;n++)t=t*31+e.charCodeAt(n)>>>0;return t/2**32*2*Math.PI}function ts(e,t,n){let o=!1;for(let[r,a]of e)t.has(r)||a.goneAt||(a.goneAt=n,o=!0);return o}function oc(e,t,n){let o=e.nodes.get(t.id);if(o){let a=o.goneAt!==0;return Object.assign(o,{data:t,goneAt:0}),a}let r={id:t.id,data:t,links:[],degree:0,goneAt:0};return e.nodes.set(t.id,r),n.push(r),!0}function rc(e,t){let n=os(t),o=e.links.get(n);if(o){let s=o.goneAt!==0;return Object.assign(o,{data:t,goneAt:0}),s}let r=e.nodes.get(t.from),a=e.nodes.get(t.to);return!r||!a||r===a?!1:(e.links.set(n,{key:n,source:r,target:a,data:t,goneAt:0}),!0)}function rs(e){for(let t of e.nodes.values())t.links=[],t.degree=0;for(let t of e.links.values())for(let n of[t.source,t.target])n.links.push(t),t.goneAt||n.degree++}var Ut=(e,t)=>e.source===t?e.target:e.source;function ac(e){let t=e;for(;;){let n=[];for(let o of t){let r=o.links.map(a=>Ut(a,o)).find(a=>a.x!==void 0);if(!r)n.push(o);else{let a=nc(o.id);o.x=r.x+40*Math.cos(a),o.y=r.y+40*Math.sin(a)}}if(!n.length||n.length===t.length){t=n;break}t=n}t.sort((n,o)=>o.degree-n.degree).forEach((n,o)=>{let r=14*Math.sqrt(o+.5),a=o*Math.PI*(3-Math.sqrt(5));n.x=r*Math.cos(a),n.y=r*Math.sin(a)})}function as(e,{nodes:t,links:n},o){let r=[],a=new Set,s=new Set,l=!1;for(let u of t)a.add(u.id),l=oc(e,u,r)||l;for(let u of n)s.add(os(u)),l=rc(e,u)||l;return l=ts(e.nodes,a,o)||l,l=ts(e.links,s,o)||l,l&&rs(e),ac(r),l}function ss(e,t){let n=r=>r.goneAt&&t-r.goneAt>=6e3,o=!1;for(let[r,a]of e.links)(n(a)||n(a.source)||n(a.target))&&(e.links.delete(r),o=!0);for(let[r,a]of e.nodes)n(a)&&(e.nodes.delete(r),o=!0);return o&&rs(e),o}var is=e=>[...e.links.values(),...e.nodes.values()].some(t=>t.goneAt),ls=e=>e.goneAt!==0||e.source.goneAt!==0||e.target.goneAt!==0||e.source.data.state==="lost"||e.target.data.state==="lost";var sc=4e3,be=ns(),we=S(0),qt=S(0),_t=S(null),jn=S(null),$e=S(!1),Hn=S("");function us(e){we.value++,e&&qt.value++}var cs=0;function ds(){clearTimeout(cs),is(be)&&(cs=setTimeout(()=>{!$e.value&&ss(be,Date.now())&&us(!0),ds()},500))}async function ic(){if(!$e.value)try{let e=await P("GET",_.topology());if($e.value)return;us(as(be,e,Date.now())),jn.value=e.generated_at,_t.value=null,ds()}catch(e){_t.value=e}}var Xo=de(ic,sc),Yo=Xo.now,Ko=Xo.changed,fs=Xo.watch;function ps(e){$e.value=e,e||Yo()}var Ue=H(()=>(we.value,[...be.nodes.values()])),Jo=H(()=>(we.value,[...be.links.values()])),xt=(e,t)=>!t||e.id.startsWith(t)||(e.data.name??"").toLowerCase().includes(t),Un=H(()=>Hn.value.trim().toLowerCase());var gs=100,lc=1e3,Gt=S(null),Wt=S(null),cc=new Set(["completed","failed","cancelled"]),fe=e=>cc.has(e.state),uc={running:0,queued:1,paused:2},ms=e=>uc[e.state]??3,hs=e=>e.position||1/0,qe=H(()=>Gt.value?[...Gt.value.values()].sort((e,t)=>ms(e)-ms(t)||hs(e)-hs(t)||0||(t.created??"").localeCompare(e.created??"")):null),Qo=H(()=>(qe.value??[]).filter(e=>e.state==="running").reduce((e,t)=>e+(t.rate_bps||0),0)),er=S(!1);async function dc(){let e=await P("GET",_.transfers({limit:gs}));if(er.value=e.next!=null,e.next==null)return e.items;let t=await Promise.all(["running","queued","paused"].map(n=>P("GET",_.transfers({state:n,limit:lc}))));return[...e.items,...t.flatMap(n=>n.items)]}var Zo=new Set;async function Vt(){let e=new Map;Zo.add(e);try{let t=new Map((await dc()).map(n=>[n.id,n]));for(let n of e.values())vs(t,n);Gt.value=t,Wt.value=null}catch(t){Wt.value=t}finally{Zo.delete(e)}}function vs(e,t){let n=e.get(t.id);n&&fe(n)&&!fe(t)||(e.set(t.id,t),fe(t)&&fc(e))}function Xt(e){for(let n of Zo)n.set(e.id,e);let t=new Map(Gt.value??[]);vs(t,e),Gt.value=t}function fc(e){let t=[...e.values()].filter(fe);if(t.length<=gs*2)return;let n=t.reduce((o,r)=>!o||r.created<o.created?r:o,null);n&&e.delete(n.id)}var pc=H(()=>new Map((qe.value??[]).filter(e=>e.state==="running"&&e.format!=="hash_seq").map(e=>[e.hash,e.bytes_done]))),bs=e=>Math.max(e.held_bytes,pc.value.get(e.hash)??0),$s=e=>(qe.value??[]).filter(t=>e.includes(t.state)),ys=de(Vt,5e3),_s=ys.watch;async function xs(e,t){Xt(await P("PATCH",_.transfer(e),t)),ys.changed()}function tr(){ot(),He(),Vt()}function ws(){Aa(),Vo(),Ko()}function mc(){An(),ws()}var hc=new Set(["blob_added","blob_removed","blob_state","tag"]);function gc(e,t,n){Ra(e,t,n),e==="transfer"?Xt(t):hc.has(e)?rt():e==="peer"?ws():e==="p2p"?mc():e==="discovery"?(Ja(),An()):e==="reset"&&(tr(),An(),Vo(),Ko())}function vc(){let e=(qe.value??[]).filter(n=>!fe(n)).length,t=T(ve.value?.name);document.title=`${e?`${e} ↓ `:""}${t?`${t} · `:""}Firn`}function ks(){he(vc),tr(),ka(gc),setInterval(()=>{Re.value&&Be.value!=="live"&&tr()},3e3)}var qn=S(null);function pe(e){return new Promise(t=>{qn.value={...e,resolve:t}})}function nr(e){let{resolve:t}=qn.value;qn.value=null,t(e)}function Ss(){let e=_e(null),t=qn.value;return A(()=>{t&&e.current.showModal()},[t]),t?i`
    <dialog ref=${e} class="dialog" aria-labelledby="dialog-title"
      onCancel=${o=>{o.preventDefault(),nr(null)}}>
      <form onSubmit=${o=>{o.preventDefault(),nr(Object.fromEntries(new FormData(o.target)))}}>
        <h2 id="dialog-title">${t.title}</h2>
        ${t.body}
        <div class="dialog-actions">
          <button type="button" class="button" onClick=${()=>nr(null)}>
            ${t.cancel??"Cancel"}</button>
          <button type="submit"
            class=${t.danger?"button danger":"button primary"}>
            ${t.confirm}</button>
        </div>
      </form>
    </dialog>`:null}var bc=2,me=S([]),$c=1;function Yt(e,t){me.value=me.value.map(n=>n.id===e?{...n,...t}:n)}function or(e){let t=[...e].map(n=>({id:$c++,file:n,name:n.name,size:n.size,state:"waiting",done:0,abort:null,problem:null,result:null}));me.value=[...me.value,...t],Gn()}function Gn(){let e=me.value.filter(t=>t.state==="running").length;me.value.filter(t=>t.state==="waiting").slice(0,Math.max(0,bc-e)).forEach(yc)}async function yc({id:e,file:t}){let{done:n,abort:o}=Pa(_.blobs(),t,r=>Yt(e,{done:r}));Yt(e,{state:"running",abort:o});try{let r=await n;Yt(e,{state:"done",done:t.size,result:r,file:null})}catch(r){let a=r.code==="cancelled"?"cancelled":"failed";Yt(e,{state:a,problem:r})}Gn()}function Ts(e){Yt(e,{state:"waiting",done:0,problem:null}),Gn()}function Cs(e){me.value.find(t=>t.id===e)?.abort?.(),me.value=me.value.filter(t=>t.id!==e),Gn()}var st=e=>e.state!=="running"&&e.state!=="waiting";function Ms(){me.value=me.value.filter(e=>!st(e))}addEventListener("beforeunload",e=>{me.value.some(t=>!st(t))&&e.preventDefault()});var _c={copy:"M6 6V3.5h6.5V10H10M3.5 6H10v6.5H3.5z",download:"M8 2.5v7.5M4.8 7L8 10.2 11.2 7M3 13.5h10",upload:"M8 10.5V3M4.8 6L8 2.8 11.2 6M3 13.5h10",more:"M3.4 8h.1M8 8h.1M12.6 8h.1",close:"M4 4l8 8M12 4l-8 8",sun:"M8 5.2a2.8 2.8 0 100 5.6 2.8 2.8 0 000-5.6zM8 1.5v1.3M8 13.2v1.3M1.5 8h1.3M13.2 8h1.3M3.4 3.4l.9.9M11.7 11.7l.9.9M3.4 12.6l.9-.9M11.7 4.3l.9-.9",moon:"M13 9.6A5.4 5.4 0 016.4 3a5.4 5.4 0 106.6 6.6z",auto:"M2.5 3.5h11v7h-11zM6 13.5h4M8 10.5v3",plus:"M8 3.5v9M3.5 8h9",minus:"M3.5 8h9",fit:"M3 6V3h3M10 3h3v3M13 10v3h-3M6 13H3v-3",check:"M3.5 8.5l3 3 6-7"},ne=({name:e})=>i`
  <svg class=${`icon icon-${e}`} viewBox="0 0 16 16" aria-hidden="true" focusable="false">
    <path d=${_c[e]} />
  </svg>`,Ps=()=>i`
  <svg class="logo" viewBox="0 0 32 32" aria-hidden="true" focusable="false">
    <path d="M16 5.5v21M6.9 10.75l18.2 10.5M25.1 10.75L6.9 21.25" />
    <path d="M12.8 7.6L16 10.4l3.2-2.8M12.8 24.4l3.2-2.8 3.2 2.8" />
  </svg>`;var Vn=S(!1),Wn=e=>e.dataTransfer?.types.includes("Files");function xc(){let e=0,a={dragover:s=>{Wn(s)&&s.preventDefault()},dragenter:s=>{Wn(s)&&(Vn.value=++e>0)},dragleave:s=>{Wn(s)&&(Vn.value=--e>0)},drop:s=>{e=0,Vn.value=!1,Wn(s)&&(s.preventDefault(),or(s.dataTransfer.files))}};for(let[s,l]of Object.entries(a))addEventListener(s,l);return()=>{for(let[s,l]of Object.entries(a))removeEventListener(s,l)}}function Ns(){return A(xc,[]),Vn.value&&i`
    <div class="drop-zone" aria-hidden="true">
      <p><${ne} name="upload" /> Drop to store in this node</p>
    </div>`}var Es=()=>i`
  <label class="button primary file-button">
    <${ne} name="upload" />Add files
    <input type="file" multiple onChange=${e=>{or(e.target.files),e.target.value=""}} />
  </label>`;var zs=["B","KiB","MiB","GiB","TiB","PiB"],wc=["bit","kbit","Mbit","Gbit","Tbit","Pbit"];function rr(e,t,n){let o=0;for(;e>=t&&o<n.length-1;)e/=t,o++;let r=o===0||e>=100?0:e>=10?1:2,a=10**r;return`${(Math.floor(e*a)/a).toFixed(r)} ${n[o]}`}var D=e=>e==null?"unknown size":rr(e,1024,zs),ye=e=>e==null?"":`${e.toLocaleString("en-US")} bytes`,ke=(e,t)=>(t?rr(e*8,1e3,wc):rr(e,1024,zs))+"/s";function Se(e,t){return t==null?null:e>=t?100:Math.min(99,Math.floor(e/t*100))}function ie(e){let t=Math.max(0,Math.floor(e));return t<60?`${t} s`:t<3600?`${Math.floor(t/60)} min ${t%60} s`:t<86400?`${Math.floor(t/3600)} h ${Math.floor(t%3600/60)} min`:`${Math.floor(t/86400)} d ${Math.floor(t%86400/3600)} h`}var O=e=>`${e.slice(0,10)}…${e.slice(-6)}`,ae=(e,t,n=t+"s")=>`${e.toLocaleString("en-US")} ${e===1?t:n}`;function se(e){return e==null?"–":e<.1?"< 0.1 ms":`${e<10?e.toFixed(1):Math.round(e)} ms`}function Ee(e){if(e==null)return"–";let t=e*100;return t===0?"0 %":t<.1?"< 0.1 %":`${t<10?t.toFixed(1):Math.round(t)} %`}var ze=(e,t)=>e==null?"–":ke(e,t);function Ge(e,t){if(!e)return"never";let n=(t-Date.parse(e))/1e3;return n<1?"just now":`${ie(n)} ago`}function As(e,t,n){let o=t;try{let a=localStorage.getItem(e);n.includes(a)&&(o=a)}catch{}let r=S(o);return he(()=>{try{localStorage.setItem(e,r.value)}catch{}}),r}var wt=As("firn.theme","auto",["auto","light","dark"]),R=As("firn.units","bytes",["bytes","bits"]);he(()=>{document.documentElement.dataset.theme=wt.value});var kc={waiting:["idle","Connecting"],live:["good","Live"],lost:["bad","No contact"]},Sc={auto:{next:"light",icon:"auto",name:"as the system"},light:{next:"dark",icon:"sun",name:"light"},dark:{next:"auto",icon:"moon",name:"dark"}};function Tc(){let[e,t]=kc[Be.value];return i`
    <span class=${`pill ${e}`} role="status">
      <span class="dot"></span>${t}</span>`}function Cc(){let e=R.value==="bits";return i`
    <button type="button" class="button small" aria-pressed=${String(e)}
      title="Show rates in bytes or in bits a second"
      onClick=${()=>{R.value=e?"bytes":"bits"}}>
      ${e?"bit/s":"byte/s"}</button>`}function Mc(){let{next:e,icon:t,name:n}=Sc[wt.value];return i`
    <button type="button" class="button bare"
      title=${`Colours: ${n}`} aria-label=${`Colours: ${n}. Change`}
      onClick=${()=>{wt.value=e}}><${ne} name=${t} /></button>`}var Pc=()=>i`
  <nav class="pages" aria-label="Pages">
    ${Ln.map(e=>i`
      <a key=${e.name} href=${e.href}
        aria-current=${e===Q.value.page?"page":void 0}>
        ${e.title}</a>`)}
  </nav>`,Ls=()=>i`
  <header class="top">
    <h1 class="brand"><${Ps} />Firn</h1>
    <span class="node-name">${T(ve.value?.name)}</span>
    <${Pc} />
    <span class="spring"></span>
    ${Qo.value>0&&i`
      <span class="total-rate" title="Coming in now">
        ↓ ${ke(Qo.value,R.value==="bits")}</span>`}
    <${Tc} />
    <${Cc} />
    <${Mc} />
  </header>`;var kt=S([]),Nc=1;function Os(e,t,n,o){let r=Nc++;kt.value=[...kt.value.slice(-3),{id:r,kind:e,text:t,hint:n}],o&&setTimeout(()=>ar(r),o)}function ar(e){kt.value=kt.value.filter(t=>t.id!==e)}var U=e=>Os("info",e,"",4e3),oe=(e,t)=>Os("error",`${t}: ${e.message}`,e.hint??"",0);var Ds=()=>i`
  <div class="notices" role="status" aria-live="polite">
    ${kt.value.map(e=>i`
      <div key=${e.id} class=${`notice ${e.kind}`}>
        <div>
          <p>${T(e.text)}</p>
          ${e.hint&&i`<p class="muted">${e.hint}</p>`}
        </div>
        <button type="button" class="button bare" aria-label="Dismiss"
          onClick=${()=>ar(e.id)}><${ne} name="close" /></button>
      </div>`)}
  </div>`;var Xn=e=>/^[\w./:=@%?&+,-]+$/.test(e)&&!/[?&]/.test(e)?e:`'${String(e).replaceAll("'","'\\''")}'`;function N(e,t,{body:n,file:o,output:r}={}){let a=["curl"];return e!=="GET"&&!o&&!(e==="POST"&&n)&&a.push("-X",e),n&&a.push("--json",Xn(JSON.stringify(n))),o&&a.push("-T",Xn(o)),r&&a.push("-o",Xn(r)),a.push(Xn(location.origin+t)),a.join(" ")}function Ec(e){let t=document.createElement("textarea");t.value=e,t.readOnly=!0,t.className="offscreen";let n=document.activeElement;document.body.append(t),t.select();let o=document.execCommand("copy");return t.remove(),n?.focus(),o}async function Bs(e){try{return await navigator.clipboard.writeText(e),!0}catch{return Ec(e)}}async function Z(e,t){await Bs(e)?U(`${t} copied`):oe(new Error("the browser does not allow it; select the text instead"),`Copying ${t.toLowerCase()}`)}function I({text:e,what:t,label:n}){let[o,r]=E(!1);return i`
    <button type="button" class=${n?"button small":"button bare"}
      onClick=${async()=>{await Z(e,t),r(!0),setTimeout(()=>r(!1),1500)}} title=${`Copy ${t.toLowerCase()}`}
      aria-label=${`Copy ${t.toLowerCase()}`}>
      <${ne} name=${o?"check":"copy"} />${n}
    </button>`}var Kt=e=>e.hash?O(e.hash):"",zc=e=>T(e.name)||(e.id?O(e.id):""),Ac={blob_added:e=>`${Kt(e)} added, ${D(e.size)}`,blob_state:e=>`${Kt(e)} is ${e.state}`,blob_removed:e=>`${Kt(e)} removed`,tag:e=>`${e.name} ${e.hash?`names ${Kt(e)}`:"is gone"}`,transfer:e=>`${Kt(e)} ${e.state}`+(e.size?`, ${Se(e.bytes_done,e.size)} %`:"")+(e.error?`: ${e.error.detail}`:""),peer:e=>`${zc(e)}: ${e.news==="state"?e.state:e.news}`+(e.reason?`, ${e.reason}`:""),discovery:e=>`${e.source}: ${e.state}`+(e.error?`, ${e.error}`:""),p2p:e=>`the engine: ${e.state}`+(e.error?`, ${e.error}`:""),task_error:e=>`${e.task}: ${e.text}`,reset:e=>`events were lost${e.reason?`: ${e.reason}`:""}`},Lc=e=>["reset","task_error"].includes(e.type)||e.data.state==="failed",Oc=e=>new Date(e).toLocaleTimeString(),Dc=({e})=>i`
  <li class="event" data-type=${e.type}>
    <span class="num muted">${e.at?Oc(e.at):"before"}</span>
    <span class=${`state ${Lc(e)?"bad":""}`}>${e.type}</span>
    <details><summary>${T(Ac[e.type]?.(e.data)??"")}</summary>
      <pre>${e.id?`id ${e.id}
`:""}${JSON.stringify(e.data,null,2)}</pre>
    </details>
  </li>`,Fs=()=>Ro.value.length?i`<ol class="events" aria-label="Events, newest first">
      ${Ro.value.map(e=>i`<${Dc} key=${e.n} e=${e} />`)}</ol>`:i`<div class="empty"><p><strong>Nothing of this kind has happened yet.</strong></p>
      <p>Events are shown as they come.</p></div>`;var Bc=()=>N("GET",_.events({types:vt.value})).replace("curl ","curl -N ");function Rs(){return A(()=>{Ha()},[]),i`
    <main class="page" id="main" tabindex="-1">
      <section class="card" aria-labelledby="events-title">
        <div class="card-head">
          <h2 id="events-title">Events</h2>
          <span class="spring"></span>
          <label class="offscreen" for="event-type">Type</label>
          <select id="event-type" class="narrow" value=${vt.value}
            onChange=${e=>{vt.value=e.target.value}}>
            <option value="">All types</option>
            ${Mo.map(e=>i`<option key=${e} value=${e}>${e}</option>`)}
          </select>
          <button type="button" class="button small" aria-pressed=${String(bt.value)}
            onClick=${()=>Ia(!bt.value)}>
            ${bt.value?"Go on":"Pause"}</button>
          <button type="button" class="button small" onClick=${ja}>Clear</button>
          <${I} text=${Bc()} what="Curl command" label="curl" />
        </div>
        <${Fs} />
      </section>
    </main>`}var Qt=S(null),Jt=S(null);async function Fc(){try{Qt.value=await P("GET",_.limits()),Jt.value=null}catch(e){Jt.value=e}}var Is=de(Fc,5e3),ir=Is.now,js=Is.watch;async function lr(e){Qt.value=await P("PATCH",_.limits(),e)}var We=S(null),Zt=S(null),sr="";async function en(){try{let e=await Eo("GET",_.schedules());sr=e.version,We.value=e.json.items,Zt.value=null}catch(e){Zt.value=e}}async function Hs(e){try{let t=await Eo("PUT",_.schedules(),{items:e},sr);sr=t.version,We.value=t.json.items}catch(t){throw t.code==="precondition_failed"&&await en(),t}ir()}var Rc={"":1,k:1e3,m:1e6,g:1e9},Ic={"":1,k:2**10,m:2**20,g:2**30},jc=/^(\d+(?:[.,]\d+)?)\s*([kKmMgG]?)(i?)(B|bit)(?:\/s|ps)?$/,Hc=2**34,it="A speed is written like 10 MB/s or 80 Mbit/s; leave the field empty for no ceiling.";function Ae(e){let t=e.trim();if(/^(none|0)?$/i.test(t))return 0;let n=jc.exec(t);if(!n)return null;let[,o,r,a,s]=n,l=(a?Ic:Rc)[r.toLowerCase()],u=Math.round(Number(o.replace(",","."))*l/(s==="bit"?8:1));return u>0&&u<=Hc?u:null}var Uc={bytes:[[1e9,"GB"],[2**30,"GiB"],[1e6,"MB"],[2**20,"MiB"],[1e3,"kB"],[2**10,"KiB"],[1,"B"]],bits:[[125e6,"Gbit"],[125e3,"Mbit"],[125,"kbit"],[1/8,"bit"]]};function Ve(e,t){if(!e)return"";let[n,o]=Uc[t?"bits":"bytes"].find(([r])=>e>=r&&Number.isInteger(e/r*1e3));return`${e/n} ${o}/s`}var Xe=(e,t)=>e?`at most ${Ve(e,t)}`:"as fast as it can";var W=({problem:e,doing:t,onRetry:n})=>i`
  <div class="problem" role="alert">
    <p><strong>${t}</strong> ${T(e.message)}</p>
    ${e.hint&&i`<p class="muted">${e.hint}</p>`}
    ${e.requestId&&e.status>=500&&i`
      <p class="muted">The node’s log has more under request${" "}
        <code>${e.requestId}</code>.</p>`}
    ${n&&i`
      <button type="button" class="button small" onClick=${n}>
        Try again</button>`}
  </div>`;var lt=({id:e,label:t,value:n,isWrong:o,onInput:r,isBare:a,name:s})=>i`
  <div class="field speed-field">
    <label class=${a?"offscreen":""} for=${e}>${t}</label>
    <input id=${e} name=${s} type="text" autocomplete="off" spellcheck=${!1}
      placeholder="no ceiling" value=${n} aria-invalid=${String(!!o)}
      onInput=${r&&(l=>r(l.target.value))} />
  </div>`;var tn="upload_bytes_per_s",nn="download_bytes_per_s",qc=[{name:"The whole node",path:[]},{name:"Each peer",path:["per_peer"]},{name:"Priority critical",path:["per_priority","critical"]},{name:"Priority high",path:["per_priority","high"]},{name:"Priority normal",path:["per_priority","normal"]},{name:"Priority low",path:["per_priority","low"]}],Gc=(e,t)=>[...e.path,t].join("."),Wc=(e,t,n)=>t.path.reduce((o,r)=>o[r],e)[n];function Vc(e,t,n){let o=t.at(-1),r=e;for(let a of t.slice(0,-1))r=r[a]??={};r[o]=n}function Xc(e,t,n){let o={};for(let[r,a]of Object.entries(t)){let s=Ae(a);if(s==null)return{wrong:r};let l=r.split(".");l.reduce((u,c)=>u[c],e)!==s&&Vc(o,l,s)}return n!=null&&n!==e.exempt_local&&(o.exempt_local=n),{patch:o}}var cr=e=>!Object.keys(e??{}).length;function Us(){let e=Qt.value;if(!e)return null;let t=R.value==="bits",n=e.now[tn]!==e[tn]||e.now[nn]!==e[nn];return i`
    <p class="note limits-now" role="status">
      <strong>Now</strong> this node sends <b>${Xe(e.now[tn],t)}</b> and
      receives <b>${Xe(e.now[nn],t)}</b>${n?", as the schedule says.":"."}</p>`}var Yc={[tn]:null,[nn]:null},Kc={...Yc,per_peer:null,per_priority:null,exempt_local:null};async function Jc(){if(!await pe({title:"Back to the settings?",confirm:"Go back",body:i`<p>All ceilings become those of the settings of firnd. The
      schedule stays.</p>`}))return!1;try{return await lr(Kc),U("The ceilings are those of the settings"),!0}catch(t){return oe(t,"Changing the ceilings"),!1}}function Zc({l:e,row:t,texts:n,wrong:o,onText:r,inBits:a}){let s=(l,u)=>{let c=Gc(t,l);return i`
      <td><${lt} id=${`limit-${c}`} isBare=${!0}
        label=${`${t.name}, ${u}`} isWrong=${o===c}
        value=${n[c]??Ve(Wc(e,t,l),a)}
        onInput=${f=>r(c,f)} /></td>`};return i`
    <tr><th scope="row">${t.name}</th>
      ${s(tn,"sending")}${s(nn,"receiving")}</tr>`}function qs(){let[e,t]=E({}),[n,o]=E(null),[r,a]=E(null),[s,l]=E(""),[u,c]=E(!1),f=Qt.value;if(!f)return Jt.value?i`<${W} problem=${Jt.value}
          doing="Reading the ceilings:" onRetry=${ir} />`:i`<p class="muted">Reading…</p>`;let{patch:b,wrong:p}=Xc(f,e,n),d=()=>{t({}),o(null),a(null),l("")},g=(w,x)=>{t({...e,[w]:x}),a(null),l("")},h=()=>{l(p),a({message:it})},m=async w=>{if(w.preventDefault(),p)return h();if(cr(b))return d();c(!0);try{await lr(b),d(),U("The ceilings hold from now on")}catch(x){a(x)}return c(!1)},v=()=>p?h():Z(cr(b)?N("GET",_.limits()):N("PATCH",_.limits(),{body:b}),"Curl command"),$=p||!cr(b);return i`
    <form class="limits-form" onSubmit=${m} novalidate>
      <table class="table limits-table">
        <caption class="offscreen">Ceilings on speed</caption>
        <thead><tr><th scope="col"><span class="offscreen">Of what</span></th>
          <th scope="col">Sending</th><th scope="col">Receiving</th></tr></thead>
        <tbody>${qc.map(w=>i`
          <${Zc} key=${w.name} l=${f} row=${w} texts=${e} wrong=${s}
            onText=${g} inBits=${R.value==="bits"} />`)}</tbody>
      </table>
      <label class="check"><input type="checkbox" id="limit-exempt"
        checked=${n??f.exempt_local}
        onChange=${w=>o(w.target.checked)} />
        <span>Peers on local networks go free${" "}
          <span class="muted">(private, link-local and loopback addresses)</span></span></label>
      <div class="form-actions">
        <button type="submit" class="button primary" disabled=${u||!$}>
          ${u?"Saving…":"Save"}</button>
        ${$&&i`
          <button type="button" class="button" onClick=${d}>Undo</button>`}
        <button type="button" class="button" onClick=${v}
          title="Copy this change as a curl command">curl</button>
        <span class="spring"></span>
        <button type="button" class="button" onClick=${async()=>{await Jc()&&d()}}>Back to the settings…</button>
      </div>
      ${r&&i`<p class="form-error" role="alert">
        ${r.message}${r.hint&&i` <span>${r.hint}</span>`}</p>`}
    </form>
    <p class="muted small-print">Where several apply the lowest holds. Of
      transfers that wait for one ceiling those of the highest priority go first,
      always; equal ones take turns. What is sent counts as normal. What nodes
      tell each other beside blobs never waits.</p>`}var ct=["mon","tue","wed","thu","fri","sat","sun"],on={mon:"Mon",tue:"Tue",wed:"Wed",thu:"Thu",fri:"Fri",sat:"Sat",sun:"Sun"};function Qc(e){let t=ct.filter(r=>!e||e.includes(r));if(t.length===7)return"Every day";if(t.join()==="sat,sun")return"Sat and Sun";let n=[];for(let r of t){let a=n.at(-1);a&&ct.indexOf(a.at(-1))===ct.indexOf(r)-1?a.push(r):n.push([r])}let o=n.flatMap(r=>r.length>2?[`${on[r[0]]} to ${on[r.at(-1)]}`]:r.map(a=>on[a]));return o.length<2?o.join(""):`${o.slice(0,-1).join(", ")} and ${o.at(-1)}`}function eu({from:e,to:t}){return e===t||e==="00:00"&&t==="24:00"?e==="00:00"?"all day":`from ${e} for a day`:t==="00:00"||t==="24:00"?`${e} to midnight`:`${e} to ${t}${t<e?" of the next day":""}`}var St=e=>`${Qc(e.days)}, ${eu(e)}`;function Yn(e,t){let n=e.upload_bytes_per_s??0,o=e.download_bytes_per_s??0;return n===o?`sends and receives ${n?`${Xe(n,t)} each`:Xe(0)}`:`sends ${Xe(n,t)}, receives ${Xe(o,t)}`}async function ur(e,t){try{return await Hs(e),U(t),!0}catch(n){return oe(n.code==="precondition_failed"?{message:"somebody else changed it meanwhile; it was read again"}:n,"Changing the schedule"),!1}}async function tu(e){await pe({title:"Remove this entry?",confirm:"Remove",danger:!0,body:i`<p>${St(e)}: ${Yn(e,R.value==="bits")}.</p>`})&&await ur(We.value.filter(n=>n!==e),"The entry is removed")}function nu(e){let t=[...We.value];return[t[e-1],t[e]]=[t[e],t[e-1]],ur(t,"The order is changed")}var ou=({entry:e,at:t})=>i`
  <li class="schedule-entry">
    <span><strong>${St(e)}</strong>${" "}
      <span class="muted">${Yn(e,R.value==="bits")}</span></span>
    <span class="row-actions">
      ${t>0&&i`<button type="button" class="button small"
        aria-label=${`Earlier: ${St(e)}`} onClick=${()=>nu(t)}>Earlier</button>`}
      <button type="button" class="button small"
        aria-label=${`Remove: ${St(e)}`} onClick=${()=>tu(e)}>Remove</button>
    </span>
  </li>`;function ru(){let e=We.value;return Zt.value&&!e?i`<${W} problem=${Zt.value}
      doing="Reading the schedule:" onRetry=${en} />`:e?e.length?i`
    <ol class="schedule">${e.map((t,n)=>i`
      <${ou} key=${JSON.stringify(t)} entry=${t} at=${n} />`)}</ol>`:i`<p class="muted">No entry: the ceilings of the whole node hold at
      all times.</p>`:i`<p class="muted">Reading…</p>`}var au=ct.slice(0,5);function su(e){let t=Ae(e.up),n=Ae(e.down);return e.days.length?!e.from||!e.to?{error:"Say from when to when."}:t==null||n==null?{error:it}:{entry:{days:ct.filter(o=>e.days.includes(o)),from:e.from,to:e.to,upload_bytes_per_s:t,download_bytes_per_s:n}}:{error:"Choose a day."}}var Gs=({id:e,label:t,value:n,onInput:o})=>i`
  <div class="field time-field"><label for=${e}>${t}</label>
    <input id=${e} type="time" value=${n}
      onInput=${r=>o(r.target.value)} /></div>`,Ws={days:au,from:"08:00",to:"18:00",up:"",down:""};function iu(){let[e,t]=E(Ws),[n,o]=E(""),r=c=>{t({...e,...c}),o("")},a=c=>r({days:e.days.includes(c)?e.days.filter(f=>f!==c):[...e.days,c]}),{entry:s,error:l}=su(e);return i`
    <form class="schedule-form" onSubmit=${async c=>{if(c.preventDefault(),l)return o(l);await ur([...We.value,s],"The entry is added")&&t(Ws)}} novalidate aria-label="New entry">
      <fieldset class="day-choice"><legend>Begins on</legend>
        ${ct.map(c=>i`
          <label key=${c} class="day"><input type="checkbox" name=${c}
            checked=${e.days.includes(c)} onChange=${()=>a(c)} />
            <span>${on[c]}</span></label>`)}</fieldset>
      <div class="schedule-fields">
        <${Gs} id="entry-from" label="From" value=${e.from}
          onInput=${c=>r({from:c})} />
        <${Gs} id="entry-to" label="To" value=${e.to}
          onInput=${c=>r({to:c})} />
        <${lt} id="entry-up" label="Sending" value=${e.up}
          isWrong=${n&&Ae(e.up)==null}
          onInput=${c=>r({up:c})} />
        <${lt} id="entry-down" label="Receiving" value=${e.down}
          isWrong=${n&&Ae(e.down)==null}
          onInput=${c=>r({down:c})} />
      </div>
      ${s&&i`<p class="facts-line" aria-live="polite">${St(s)}:
        ${" "}${Yn(s,R.value==="bits")}.</p>`}
      <div class="form-actions">
        <button type="submit" class="button primary" disabled=${!We.value}>Add</button>
      </div>
      ${n&&i`<p class="form-error" role="alert">${n}</p>`}
    </form>`}var Vs=()=>i`
  <section class="card schedule-card" aria-labelledby="schedule-title">
    <div class="card-head">
      <h2 id="schedule-title">The week</h2>
      <span class="spring"></span>
      <${I} text=${N("GET",_.schedules())} what="Curl command"
        label="curl" />
    </div>
    <p class="muted">While an entry applies its two ceilings stand in the place of
      those of the whole node; of several the first counts. Times are those of the
      node’s clock.</p>
    <${ru} />
    <h3>Add an entry</h3>
    <${iu} />
  </section>`;function Xs(){return A(js,[]),A(()=>{en()},[]),i`
    <main class="page limits-page" id="main" tabindex="-1">
      <section class="card" aria-labelledby="limits-title">
        <div class="card-head"><h2 id="limits-title">Limits</h2></div>
        <${Us} />
        <${qs} />
      </section>
      <${Vs} />
    </main>`}var k=({name:e,children:t})=>i`
  <div class="fact"><dt>${e}</dt><dd>${t}</dd></div>`,Ye=({text:e,what:t})=>i`
  <span class="copied"><code class="cut" title=${e}>${e}</code>
    <${I} text=${e} what=${t} /></span>`;var lu={running:["good","Running"],stopped:["","Stopped"],failed:["bad","Failed"],disabled:["","Switched off"]},cu=e=>pe({title:"Stop the p2p engine?",confirm:"Stop p2p",danger:!0,body:i`<p>${ae(e,"connection")} and every running transfer end. Blobs
    stay, and this page goes on. A restart of firnd starts it again.</p>`});function uu({state:e}){let[t,n]=E(!1),o=e==="running";return e==="disabled"?i`<span class="muted">by the setting p2p.enabled</span>`:i`
    <button type="button" class="button small" disabled=${t} onClick=${async()=>{if(!(o&&!await cu(ve.value.peers?.connected??0))){n(!0);try{await Ga(!o),U(o?"p2p is stopped":"p2p is running")}catch(a){oe(a,o?"Stopping p2p":"Starting p2p")}n(!1)}}}>
      ${t?"Wait…":o?"Stop p2p":"Start p2p"}</button>`}var du=({part:e})=>i`
  <li class="part" data-name=${e.name}>
    <span class=${`state ${e.state==="failed"?"bad":"warn"}`}>
      ${e.state==="failed"?"Failed":"Degraded"}</span>
    <span><strong>${e.name}</strong>: ${T(e.text)}</span>
  </li>`;function fu(){if(It.value)return i`<${W} problem=${It.value}
      doing="Checking the parts:" />`;if(!zn.value)return i`<p class="muted">Checking…</p>`;let e=zn.value.filter(t=>t.state!=="well");return e.length?i`<ul class="parts" aria-label="Parts that are not well">
    ${e.map(t=>i`<${du} key=${t.name} part=${t} />`)}</ul>`:i`<p><span class="state good">All parts are well</span></p>`}var pu=({n:e})=>{let t=[...e.p2p?.not_bound??[],...e.http_not_bound??[]];return t.length>0&&i`
    <ul class="parts" aria-label="Addresses that could not be bound">
      ${t.map(n=>i`<li class="part" key=${n}>
        <span class="state warn">Not bound</span><span>${T(n)}</span></li>`)}</ul>`};function Ys(){A(qa,[]),A(za,[]);let e=ve.value;if(!e)return null;let[t,n]=lu[e.p2p_state]??["",e.p2p_state];return i`
    <section class="card health-card" aria-labelledby="health-title">
      <div class="card-head">
        <h2 id="health-title">Network</h2>
        <span class="spring"></span>
        <${I} text=${N("GET",_.readyz())} what="Curl command"
          label="curl" />
      </div>
      <dl class="facts">
        <${k} name="P2p engine"><span class="switch-row">
          <span class=${`state ${t}`} data-p2p=${e.p2p_state}>${n}</span>
          <${uu} state=${e.p2p_state} /></span></${k}>
        ${e.peers&&i`
          <${k} name="Peers"><a href=${re("peers")}>
            <strong class="num">${e.peers.connected}</strong> connected</a>
            <span class="muted"> of ${e.peers.known} known</span></${k}>`}
      </dl>
      ${e.p2p?.error&&i`<p class="transfer-error">${T(e.p2p.error)}</p>`}
      <${fu} />
      <${pu} n=${e} />
    </section>`}var mu=({n:e})=>i`
  <dl class="facts">
    <${k} name="Id"><${Ye} text=${e.id} what="Node id" /></${k}>
    <${k} name="Ticket"><${Ye} text=${e.ticket} what="Node ticket" /></${k}>
    ${e.endpoint_ticket&&i`
      <${k} name="Ticket for iroh 1.x">
        <${Ye} text=${e.endpoint_ticket} what="Endpoint ticket" /></${k}>`}
    <${k} name="Addresses">
      ${e.addresses.length?i`
        <ul class="plain-list">
          ${e.addresses.map(t=>i`<li><code>${t}</code></li>`)}
        </ul>`:i`<span class="muted">none that others can reach</span>`}</${k}>
    <${k} name="Up for">${ie(La())}</${k}>
    <${k} name="Version">${e.version}</${k}>
    <${k} name="Data"><code class="wrap">${e.data_dir}</code></${k}>
  </dl>`;function Ks(){let e=ve.value;return i`
    <section class="card node-card" aria-labelledby="node-title">
      <div class="card-head">
        <h2 id="node-title">This node</h2>
        <span class="spring"></span>
        <${I} text=${N("GET",_.node())} what="Curl command"
          label="curl" />
      </div>
      ${Re.value&&!e&&i`
        <${W} problem=${Re.value} doing="Reading the node:"
          onRetry=${ot} />`}
      ${e&&i`<${mu} n=${e} />`}
      ${!e&&!Re.value&&i`<p class="muted">Reading…</p>`}
    </section>`}var hu=/^[0-9a-f]{64}$/i,gu=/^[a-z2-7]{52}$/i,Js=/^(?:[0-9a-f]{64}|[a-z2-7]{52})(?:@\S+:\d{1,5})?$/i;function dr(e){let t=e.trim();return t?hu.test(t)||gu.test(t)?{kind:"hash",value:t.toLowerCase()}:/^blob[a-z2-7]{20,}$/i.test(t)?{kind:"ticket",value:t}:/^(node|endpoint)[a-z2-7]{20,}$/i.test(t)?{kind:"node"}:{kind:"unknown"}:{kind:"empty"}}var Zs=e=>e.split(/[\s,]+/).filter(Boolean),Qs=e=>Js.test(e);function fr(e){let t=e.trim();return Js.test(t)?{address:t}:/^(node|endpoint|blob|doc)[a-z2-7]{20,}$/i.test(t)?{ticket:t}:null}var ut=e=>e.tag?T(e.tag):O(e.hash),vu=["low","normal","high","critical"];async function Kn(e,t,n){try{return await xs(e.id,t),!0}catch(o){return oe(o,n),!1}}async function ei(e){try{await P("DELETE",_.transfer(e.id))}catch(t){oe(t,"Cancelling")}}var mr=(e,t,n)=>Kn(e,{state:t},n),pr=(e,t)=>Kn(e,{position:t},"Changing the order");async function bu(e){let t=await pe({title:"Limit this transfer",confirm:"Set limit",body:i`
      <p>At most so much for <strong>${ut(e)}</strong>, also while there
        is room for more. ${it}</p>
      <${lt} id="cap" name="cap" label="At most"
        value=${Ve(e.max_bps,R.value==="bits")} />`});if(!t)return;let n=Ae(t.cap);n==null?oe({message:"this is no speed",hint:it},t.cap):await Kn(e,{max_bps:n},"Limiting the transfer")&&U(n?`${ut(e)}: at most ${Ve(n)}`:`${ut(e)}: no ceiling of its own`)}function ti({t:e}){let t=e.state==="paused";return i`
    <button type="button" class="button small"
      aria-label=${`${t?"Resume":"Pause"} the transfer of ${ut(e)}`}
      onClick=${()=>t?mr(e,"running","Resuming"):mr(e,"paused","Pausing")}>${t?"Resume":"Pause"}</button>`}var hr=({value:e,label:t,id:n,onChange:o,className:r="narrow"})=>i`
  <select id=${n} class=${r} aria-label=${t} value=${e}
    onChange=${a=>o(a.target.value)}>
    ${vu.map(a=>i`
      <option key=${a} value=${a} selected=${a===e}>${a}</option>`)}
  </select>`,ni=({t:e})=>i`
  <${hr} value=${e.priority}
    label=${`Priority of ${ut(e)}`}
    onChange=${t=>Kn(e,{priority:t},"Changing the priority")} />`,$u=e=>e.state==="queued"&&e.position?[...e.position>1?[{label:"First in the queue",run:()=>pr(e,1)},{label:"One place up",run:()=>pr(e,e.position-1)}]:[],{label:"One place down",run:()=>pr(e,e.position+1)}]:[],yu=e=>e.next_attempt?[{label:"Try again now",run:()=>mr(e,"running","Trying again")}]:[],oi=e=>[...fe(e)?[]:[...yu(e),{label:"Limit the speed…",run:()=>bu(e)},...$u(e)],{label:"Copy hash",run:()=>Z(e.hash,"Hash")},{label:"Copy curl: watch",run:()=>Z(N("GET",`${_.transfer(e.id)}/events`).replace("curl ","curl -N "),"Curl command")},...fe(e)?[]:[{label:"Copy curl: cancel",run:()=>Z(N("DELETE",_.transfer(e.id)),"Curl command")}]];var ri={unknown:"This is neither a ticket (blob…) nor a hash (64 hex digits).",node:"This ticket names a node but no blob. Ask for a blob ticket, or give the blob’s hash and the node as a peer."};function ai(e,t,n,o){let r=dr(e),a=Zs(t),s=a.find(u=>!Qs(u));if(r.kind==="empty")return{error:"Paste a ticket or a hash."};if(ri[r.kind])return{error:ri[r.kind]};if(s)return{error:`“${s}” is not a peer; it looks like id@ip:port.`};let l={[r.kind]:r.value};return r.kind==="hash"&&a.length&&(l.peers=a),n.trim()&&(l.tag=n.trim()),o!=="normal"&&(l.priority=o),{body:l}}function Jn(){let[e,t]=E(""),[n,o]=E(""),[r,a]=E(""),[s,l]=E("normal"),[u,c]=E(null),[f,b]=E(!1),p=dr(e).kind,d=async h=>{h.preventDefault();let{body:m,error:v}=ai(e,n,r,s);if(v)return c({message:v});b(!0);try{Xt(await P("POST",_.transfers(),m)),t(""),o(""),a(""),l("normal"),c(null)}catch($){c($)}return b(!1)},g=()=>{let{body:h,error:m}=ai(e,n,r,s);m?c({message:m}):Z(N("POST",_.transfers(),{body:h}),"Curl command")};return i`
    <form class="transfer-form" onSubmit=${d} novalidate>
      <div class="field grow">
        <label for="fetch-what">Ticket or hash</label>
        <input id="fetch-what" type="text" autocomplete="off" spellcheck=${!1}
          placeholder="blob… or 64 hex digits" value=${e}
          aria-invalid=${String(!!u)}
          aria-describedby=${u?"fetch-error":void 0}
          onInput=${h=>{t(h.target.value),c(null)}} />
      </div>
      ${p==="hash"&&i`
        <div class="field grow">
          <label for="fetch-peers">From peers <span class="muted">(others are found)</span></label>
          <input id="fetch-peers" type="text" autocomplete="off"
            spellcheck=${!1} placeholder="id@ip:port, …" value=${n}
            onInput=${h=>{o(h.target.value),c(null)}} />
        </div>`}
      ${p!=="empty"&&i`
        <div class="field">
          <label for="fetch-tag">Tag <span class="muted">(optional)</span></label>
          <input id="fetch-tag" type="text" autocomplete="off" value=${r}
            onInput=${h=>a(h.target.value)} />
        </div>
        <div class="field short">
          <label for="fetch-priority">Priority</label>
          <${hr} id="fetch-priority" className="" value=${s}
            onChange=${l} />
        </div>`}
      <div class="form-actions">
        <button type="submit" class="button primary" disabled=${f}>
          ${f?"Starting…":"Fetch"}</button>
        <button type="button" class="button" onClick=${g}
          title="Copy this request as a curl command">curl</button>
      </div>
      ${u&&i`
        <p class="form-error" id="fetch-error" role="alert">
          ${u.message}${u.hint&&i` <span>${u.hint}</span>`}</p>`}
    </form>`}var Ke=({percent:e,label:t,tone:n=""})=>i`
  <progress class=${`bar ${n}`} aria-label=${t} max="100"
    value=${e??void 0}></progress>`;var si={ArrowDown:1,ArrowUp:-1};function Tt({label:e,items:t}){let[n,o]=E(!1),r=_e(null),a=_e(null);A(()=>{if(!n)return;r.current.querySelector("[role=menuitem]")?.focus();let u=c=>{r.current?.contains(c.target)||o(!1)};return document.addEventListener("pointerdown",u),()=>document.removeEventListener("pointerdown",u)},[n]);let s=u=>{if(u.key==="Escape"&&n)o(!1),a.current.focus();else if(u.key==="Tab")o(!1);else if(n&&si[u.key]){u.preventDefault();let c=[...r.current.querySelectorAll("[role=menuitem]")],f=c.indexOf(document.activeElement)+si[u.key];c[(f+c.length)%c.length].focus()}},l=u=>{o(!1),a.current.focus(),u.run()};return i`
    <div class="menu" ref=${r} onKeyDown=${s}>
      <button type="button" class="button bare" ref=${a}
        aria-haspopup="menu" aria-expanded=${String(n)} aria-label=${e}
        title="More" onClick=${()=>o(!n)}>
        <${ne} name="more" />
      </button>
      ${n&&i`
        <div class="menu-list" role="menu" aria-label=${e}>
          ${t.map(u=>i`
            <button type="button" role="menuitem" tabindex="-1"
              class=${u.danger?"danger":""}
              onClick=${()=>l(u)}>${u.label}</button>`)}
        </div>`}
    </div>`}var _u={idle:"Not asked yet",connecting:"Connecting",active:"Sending",done:"Done",failed:"Dropped"},xu={active:"busy",done:"good",failed:"bad"};function wu({source:e,all:t}){let n=T(Xa(e.peer))||O(e.peer),o=t>0?Se(e.bytes,t):0,r=e.state==="active"&&e.rate_bps>0;return i`
    <li class="transfer-source" data-peer=${e.peer}>
      <a class="source-name" href=${re("peers",e.peer)} title=${e.peer}>${n}</a>
      <span class=${`state ${xu[e.state]??""}`}>${_u[e.state]??e.state}</span>
      <span class="num source-bytes" title=${ye(e.bytes)}>${D(e.bytes)}</span>
      <span class="source-share"><${Ke} percent=${o}
        label=${`Share of ${n}`} /><span class="num">${o} %</span></span>
      <span class="num source-rate">${r?ke(e.rate_bps,R.value==="bits"):""}</span>
      ${e.error&&i`<span class="source-error">${T(e.error.detail)}</span>`}
    </li>`}var ii=({sources:e,isOpen:t})=>{if(!e.length)return null;let n=e.reduce((r,a)=>r+a.bytes,0),o=e.filter(r=>r.bytes>0).length;return i`
    <details class="sources" open=${t}>
      <summary>${ae(e.length,"peer")}${o>1&&`, bytes from ${o}`}</summary>
      <ul>${e.map(r=>i`
        <${wu} key=${r.peer} source=${r} all=${n} />`)}</ul>
    </details>`};var ku={queued:"Waiting",running:"Fetching",paused:"Paused",completed:"Done",failed:"Failed",cancelled:"Cancelled"},Su={completed:"good",failed:"bad",running:"busy",paused:"warn"},li=e=>e.ended?Ge(e.ended,ge.value):"";function Tu(e,t){let n=[];if(e.bytes_done===0&&(fe(e)?e.state!=="completed":e.size==null))return t?li(e):"";if(e.state==="completed"?n.push(D(e.bytes_done)):e.size==null?n.push(D(e.bytes_done)):n.push(`${D(e.bytes_done)} of ${D(e.size)}`),e.state==="running"&&e.rate_bps>0&&(n.push(ke(e.rate_bps,R.value==="bits")),e.size!=null&&n.push(`${ie((e.size-e.bytes_done)/e.rate_bps)} left`)),e.state==="completed"&&e.started&&e.ended&&e.bytes_fetched){let o=(Date.parse(e.ended)-Date.parse(e.started))/1e3;o>0&&n.push(`${o<10?o.toFixed(1):Math.round(o)} s`,ke(e.bytes_fetched/o,R.value==="bits"))}return e.state==="completed"&&e.bytes_fetched===0&&n.push("was here already"),t&&e.ended&&n.push(li(e)),n.join(" · ")}function Cu(e){let t=[];if(fe(e))return"";if(e.requests>0&&t.push(`${ae(e.requests,"request")} in flight`),e.max_bps&&t.push(`at most ${Ve(e.max_bps,R.value==="bits")}`),e.deadline){let n=(Date.parse(e.deadline)-ge.value)/1e3;t.push(n>0?`to be done in ${ie(n)}`:"its time is over")}if(e.next_attempt){let n=(Date.parse(e.next_attempt)-ge.value)/1e3;t.push(`${e.attempts} tried, again ${n>=1?`in ${ie(n)}`:"now"}`)}return t.join(" · ")}var Mu=({t:e})=>i`
  <span class=${`state ${Su[e.state]??""}`}>${ku[e.state]??e.state}${e.state==="queued"&&e.position>0&&` · place ${e.position}`}</span>`;function di({transfer:e,isFull:t}){let n=e.state==="completed"?100:Se(e.bytes_done,e.size),o=ut(e),r=Cu(e);return i`
    <li class="transfer" data-id=${e.id} data-state=${e.state} data-hash=${e.hash}>
      <div class="transfer-head">
        <${Mu} t=${e} />
        ${e.tag&&i`<span class="tag">${T(e.tag)}</span>`}
        <code class="hash" title=${e.hash}>${O(e.hash)}</code>
        <span class="spring"></span>
        <span class="facts-line" title=${ye(e.bytes_done)}>${Tu(e,t)}</span>
        <span class="row-actions">
          ${!fe(e)&&i`
            ${t&&i`<${ni} t=${e} /><${ti} t=${e} />`}
            <button type="button" class="button small"
              aria-label=${`Cancel the transfer of ${o}`}
              onClick=${()=>ei(e)}>Cancel</button>`}
          <${Tt} label=${`More for the transfer of ${o}`} items=${oi(e)} />
        </span>
      </div>
      ${(e.state==="running"||!fe(e)&&e.bytes_done>0)&&i`
        <${Ke} percent=${n}
          label=${`Progress of ${o}`} />`}
      ${r&&i`<p class="facts-line">${r}</p>`}
      ${e.error&&i`<p class="transfer-error">${T(e.error.detail)}</p>`}
      <${ii} sources=${e.sources??[]} isOpen=${t&&["running","failed"].includes(e.state)} />
    </li>`}var fi=()=>i`
  <div class="empty">
    <p><strong>Nothing has been fetched yet.</strong></p>
    <p>On the page of another node press “Copy ticket” beside a blob, or
      run${" "}<code>firn ticket HASH</code> there. Paste the ticket above: the
      blob comes here and is verified as it arrives.</p>
  </div>`,pi=()=>Wt.value?i`<${W} problem=${Wt.value}
      doing="Reading the transfers:" onRetry=${Vt} />`:i`<p class="muted">Reading…</p>`,ci=8;function mi(){let e=qe.value;return e?e.length?i`
    <ul class="transfers">
      ${e.slice(0,ci).map(t=>i`<${di} key=${t.id} transfer=${t} />`)}
    </ul>
    <a href=${re("transfers")}>${e.length>ci?`All ${e.length} transfers`:"More about transfers"}</a>`:i`<${fi} />`:i`<${pi} />`}var Pu=[{title:"Running",states:["running"]},{title:"In the queue",states:["queued"]},{title:"Paused",states:["paused"]},{title:"Ended",states:["completed","failed","cancelled"]}],ui=50;function Nu({title:e,states:t}){let[n,o]=E(ui),r=$s(t);return r.length?i`
    <section class="transfer-group" aria-label=${e} data-group=${t[0]}>
      <h3>${e} <span class="muted num">${r.length}</span></h3>
      <ul class="transfers">${r.slice(0,n).map(a=>i`
        <${di} key=${a.id} transfer=${a} isFull=${!0} />`)}</ul>
      ${r.length>n&&i`
        <div class="pager"><button type="button" class="button small"
          onClick=${()=>o(n+4*ui)}>
          Show more (${r.length-n} left)</button></div>`}
    </section>`:null}function hi(){let e=qe.value;return e?e.length?i`
    ${Pu.map(t=>i`<${Nu} key=${t.title} ...${t} />`)}
    ${er.value&&i`<p class="muted">Older ones are listed by${" "}
      <code>firn transfers</code>.</p>`}`:i`<${fi} />`:i`<${pi} />`}async function rn(e,t){try{await t()}catch(n){oe(n,e)}}var Zn=e=>e.tags[0]?.split("/").at(-1)||`${e.hash.slice(0,16)}.bin`,gi=e=>rn("Making the ticket",async()=>{let{ticket:t}=await P("GET",_.blobTicket(e.hash));await Z(t,"Ticket")}),Eu=e=>rn("Verifying",async()=>{U(`Reading ${D(e.held_bytes)} from disk…`);let t=await P("POST",_.blobVerify(e.hash));t.ok?U(`${O(e.hash)} is intact`):oe({message:`${D(t.bad_bytes)} are damaged on disk`,hint:"The damaged parts are no longer served. Fetch the blob again: only they are transferred."},O(e.hash)),rt()});async function zu(e){let t=await pe({title:"Tag this blob",confirm:"Set tag",body:i`
      <p>A tag is a name for <code>${O(e.hash)}</code>. It keeps the
        blob from being removed. A tag that exists is moved here.</p>
      <div class="field"><label for="tag-name">Name</label>
        <input id="tag-name" name="name" type="text" required maxlength="255"
          autocomplete="off" autofocus /></div>`});t&&await rn("Setting the tag",async()=>{await P("PUT",_.tag(t.name),{hash:e.hash}),rt()})}async function vi(e){await pe({title:"Remove this tag?",confirm:"Remove tag",body:i`<p><span class="tag">${T(e)}</span> goes; the blob stays.</p>`})&&await rn("Removing the tag",async()=>{await P("DELETE",_.tag(e)),rt()})}async function Au(e){await pe({title:"Delete this blob?",confirm:"Delete",danger:!0,body:i`
      <p><code class="wrap">${e.hash}</code></p>
      <p>${D(e.held_bytes)} are removed from this node. Other nodes keep
        their copies.</p>
      ${e.tags.length>0&&i`
        <p>Its tags go with it:
          ${e.tags.map(n=>i` <span class="tag">${T(n)}</span>`)}</p>`}`})&&await rn("Deleting",async()=>{let n=e.tags.length?{force:"true"}:{};await P("DELETE",_.blob(e.hash,n)),U(`${O(e.hash)} deleted`),rt()})}var bi=e=>[{label:"Copy hash",run:()=>Z(e.hash,"Hash")},{label:"Copy curl: download",run:()=>Z(N("GET",_.blob(e.hash),{output:Zn(e)}),"Curl command")},{label:"Copy curl: delete",run:()=>Z(N("DELETE",_.blob(e.hash)),"Curl command")},{label:"Tag…",run:()=>zu(e)},{label:"Verify",run:()=>Eu(e)},{label:"Delete…",danger:!0,run:()=>Au(e)}];var Lu=({tags:e})=>i`
  <span class="tags">
    ${e.map(t=>i`
      <span class="tag" key=${t}><span class="tag-text" title=${T(t)}>${T(t)}</span>
        <button type="button" class="tag-remove"
          aria-label=${`Remove tag ${T(t)}`} title="Remove this tag"
          onClick=${()=>vi(t)}><${ne} name="close" /></button>
      </span>`)}
  </span>`;function Ou({blob:e}){if(e.state==="complete")return i`<span class="state good">Complete</span>`;let t=bs(e),n=Se(t,e.size);return i`
    <span class="partial" title=${`${ye(t)} held`}>
      <span class="state">${n==null?"Partial":`${n} % held`}</span>
      <${Ke} percent=${n??0} label=${`Held of ${O(e.hash)}`} />
    </span>`}var Du=({blob:e})=>i`
  <li class="blob" data-hash=${e.hash}>
    <code class="hash" title=${e.hash}>${O(e.hash)}</code>
    <span class="num blob-size" title=${ye(e.size)}>${e.size==null?"unknown":D(e.size)}</span>
    <${Ou} blob=${e} />
    <${Lu} tags=${e.tags} />
    <span class="row-actions">
      ${e.state==="complete"&&i`
        <a class="button small" download=${Zn(e)}
          href=${_.blob(e.hash,{download:Zn(e)})}>
          Download</a>`}
      <button type="button" class="button small" onClick=${()=>gi(e)}>
        Copy ticket</button>
      <${Tt} label=${`More for ${O(e.hash)}`} items=${bi(e)} />
    </span>
  </li>`,$i=0;function Bu(e){let t=e.target.value.trim();clearTimeout($i),$i=setTimeout(()=>Nn({tag:t}),300)}function yi(){return i`
    <div class="filters" role="search" aria-label="Blobs shown">
      <label class="offscreen" for="filter-state">State</label>
      <select id="filter-state" value=${Ie.value.state}
        onChange=${e=>Nn({state:e.target.value})}>
        <option value="">All states</option>
        <option value="complete">Complete</option>
        <option value="partial">Partial</option>
      </select>
      <label class="offscreen" for="filter-tag">Tag</label>
      <input id="filter-tag" type="search" placeholder="Exact tag"
        autocomplete="off" value=${Ie.value.tag} onInput=${Bu} />
    </div>`}var Fu=()=>(Do.value||Pn.value)&&i`
  <nav class="pager" aria-label="Pages of blobs">
    <button type="button" class="button small" disabled=${!Pn.value}
      onClick=${Bo}>Previous</button>
    <span class="muted">Page ${Oa.value}</span>
    <button type="button" class="button small" disabled=${!Do.value}
      onClick=${Ba}>Next</button>
  </nav>`;function Ru(){return Da.value?i`
      <div class="empty">
        <p><strong>No blob is like that.</strong></p>
        <button type="button" class="button small"
          onClick=${()=>Nn({state:"",tag:""})}>Show all</button>
      </div>`:i`
    <div class="empty">
      <p><strong>This node is empty.</strong></p>
      <p>Drop files anywhere on this page, use “Add files”, or put one in from
        a shell:</p>
      <p><code>firn add FILE</code></p>
      <p><code class="wrap">${N("PUT",_.blobs(),{file:"FILE"})}</code></p>
    </div>`}function _i(){let e=Lo.value;return Ft.value&&!e?i`<${W} problem=${Ft.value}
      doing="Reading the blobs:" onRetry=${He} />`:e?e.length?i`
    <ul class="blobs" aria-label="Blobs">
      <li class="blob blob-head" aria-hidden="true">
        <span>Hash</span><span class="num">Size</span><span>State</span>
        <span>Tags</span><span></span>
      </li>
      ${e.map(t=>i`<${Du} key=${t.hash} blob=${t} />`)}
    </ul>
    <${Fu} />`:i`<${Ru} />`:i`<p class="muted">Reading…</p>`}var Iu={waiting:"Waiting",running:"Uploading",done:"Stored",failed:"Failed",cancelled:"Stopped"},ju={done:"good",failed:"bad",running:"busy"},xi=e=>e.state==="running"&&e.done>=e.size,Hu=e=>xi(e)?"Storing":e.state==="done"&&!e.result.created?"Known already":Iu[e.state],Uu=({u:e})=>i`
  <li class="upload" data-state=${e.state}>
    <div class="transfer-head">
      <span class=${`state ${ju[e.state]??""}`}>${Hu(e)}</span>
      <span class="file-name">${T(e.name)}</span>
      <span class="spring"></span>
      <span class="facts-line">
        ${st(e)?D(e.size):`${D(e.done)} of ${D(e.size)}`}</span>
      ${e.result&&i`
        <${I} text=${e.result.hash} what="Hash" label="Hash" />`}
      ${e.state==="failed"&&i`
        <button type="button" class="button small" onClick=${()=>Ts(e.id)}>
          Try again</button>`}
      <button type="button" class="button bare"
        aria-label=${st(e)?`Dismiss ${T(e.name)}`:`Stop uploading ${T(e.name)}`}
        onClick=${()=>Cs(e.id)}><${ne} name="close" /></button>
    </div>
    ${!st(e)&&i`
      <${Ke} percent=${xi(e)?null:Se(e.done,e.size)}
        label=${`Upload of ${T(e.name)}`} />`}
    ${e.problem&&e.state==="failed"&&i`
      <p class="transfer-error">${e.problem.message} ${e.problem.hint}</p>`}
  </li>`;function wi(){let e=me.value;return e.length?i`
    <div class="uploads">
      <ul aria-label="Uploads">
        ${e.map(t=>i`<${Uu} key=${t.id} u=${t} />`)}
      </ul>
      ${e.length>1&&e.every(st)&&i`
        <button type="button" class="button small" onClick=${Ms}>
          Clear this list</button>`}
    </div>`:null}var ki=()=>i`
  <main class="overview" id="main" tabindex="-1">
    <div class="side"><${Ys} /><${Ks} /></div>
    <section class="card transfers-card" aria-labelledby="transfers-title">
      <div class="card-head"><h2 id="transfers-title">Transfers</h2></div>
      <${Jn} />
      <${mi} />
    </section>
    <section class="card blobs-card" aria-labelledby="blobs-title">
      <div class="card-head">
        <h2 id="blobs-title">Blobs</h2>
        <span class="spring"></span>
        <${yi} />
        <${I} text=${N("PUT",_.blobs(),{file:"FILE"})}
          what="Curl command" label="curl" />
        <${Es} />
      </div>
      <${wi} />
      <${_i} />
    </section>
  </main>`;var qu={static:"the list in the settings",mdns:"DNS-SD by Avahi",lan:"iroh’s multicast",dns:"_iroh TXT records",exchange:"peers tell of peers"},Gu={off:"Off",starting:"Starting",running:"Running",failed:"Failed"},Wu={running:"good",failed:"bad",starting:"busy"},Vu=({s:e})=>i`
  <li>
    <a href=${re("peers",e.id)}>${T(e.name)||O(e.id)}</a>
    <span>${e.addresses.join(", ")}</span>
    <span class="muted">${Ge(e.last_seen,ge.value)}</span>
  </li>`;function Xu({source:e}){let t=Object.entries(e.faults).filter(([,n])=>n>0).map(([n,o])=>`${n.replaceAll("_"," ")} ${o}×`);return i`
    <li class="source" data-name=${e.name}>
      <div class="transfer-head">
        <strong>${e.name}</strong><span class="muted">${qu[e.name]}</span>
        <span class="spring"></span>
        <span class=${`state ${Wu[e.state]??""}`}>${Gu[e.state]??e.state}</span>
      </div>
      ${e.enabled?i`<p class="facts-line">
        ${e.announced&&"announces this node · "}found ${ae(e.discovered,"node")} ·
        ${" "}ran ${ae(e.runs,"time")}${t.length>0&&` · ${t.join(", ")}`}</p>`:i`<p class="facts-line">switched off by discovery.${e.name}.enabled</p>`}
      ${e.error&&i`<p class="transfer-error">${T(e.error)}</p>`}
      ${e.sightings.length>0&&i`
        <details class="sources"><summary>sees ${ae(e.sightings.length,"node")}</summary>
          <ul>${e.sightings.map(n=>i`<${Vu} key=${n.id} s=${n} />`)}</ul>
        </details>`}
    </li>`}function Si(){return Ht.value?i`<${W} problem=${Ht.value}
      doing="Reading the sources:" />`:In.value?i`
    <ul class="source-list">${In.value.map(e=>i`
      <${Xu} key=${e.name} source=${e} />`)}</ul>`:i`<p class="muted">Reading…</p>`}var Yu=[[/not who it should|identity/,"Another node answers there. Was its key changed, or the address given to another machine? Connect with its present id."],[/banned/,"That node has banned this one; its operator can take it back."],[/enough peers/,"It has as many links as it may have. Raise its peers.max_links."],[/refused|no protocol|closed/,"It is there and does not want this connection. Is it a node of a version that speaks with this one?"],[/unreachable|no route/,"No way leads there from this machine. Check its network and routes."],[/timed out|no answer|nothing was heard|timeout/,"Nobody answers. Is it running, and does a firewall let UDP through to its port?"]];function Qn(e){if(e.banned)return"It is banned here. Unban it to let it connect.";if(e.state==="connected"||e.state==="connecting")return"";if(!e.addresses.length)return"No address of it is known. Connect with id@ip:port or a ticket, or let discovery find it.";if(!e.last_error)return"";let t=e.last_error.toLowerCase();return Yu.find(([n])=>n.test(t))?.[1]??"It is tried again by itself."}var ee=e=>T(e.name)||O(e.id);async function an(e,t){try{await t()}catch(n){oe(n,e)}yt(),Rn()}var gr=e=>an(`Pinging ${ee(e)}`,async()=>{let t=await P("POST",_.peerPing(e.id),{count:4}),{min:n,mean:o,max:r}=t.rtt_ms;U(`${ee(e)}: ${t.received} of ${t.sent} came back in ${se(o)} (${se(n)} to ${se(r)})${t.by==="quic"?", as QUIC measures":""}`)}),vr=e=>an(`Connecting to ${ee(e)}`,async()=>{await P("POST",_.peers(),{address:e.id}),U(`${ee(e)} is connected`)});async function br(e,t,n,o=!0){return await pe({title:e,confirm:t,danger:o,body:n})!==null}var $r=({peer:e})=>i`
  <p><strong>${ee(e)}</strong><br /><code class="wrap">${e.id}</code></p>`;async function yr(e){await br("Disconnect and forget this peer?","Disconnect",i`
    <${$r} peer=${e} />
    <p>Its addresses and measurements are dropped. It may come back by
      discovery, or connect by itself; ban it to keep it away.</p>`)&&await an(`Disconnecting ${ee(e)}`,async()=>{await P("DELETE",_.peer(e.id)),U(`${ee(e)} is forgotten`),Q.value.id===e.id&&On("peers")})}async function _r(e){await br("Ban this peer?","Ban",i`
    <${$r} peer=${e} />
    <p>It is disconnected and refused from now on, also after a restart, until
      the ban is taken back.</p>`)&&await an(`Banning ${ee(e)}`,async()=>{await P("POST",_.peerBan(e.id)),U(`${ee(e)} is banned`)})}async function xr(e){await br("Take the ban back?","Unban",i`
    <${$r} peer=${e} />
    <p>It may connect again, and is connected to when it is found.</p>`,!1)&&await an(`Unbanning ${ee(e)}`,async()=>{await P("POST",_.peerUnban(e.id)),U(`${ee(e)} is not banned any more`)})}var Ti=e=>[...e.state==="connected"?[{label:"Ping",run:()=>gr(e)}]:e.banned?[]:[{label:"Connect",run:()=>vr(e)}],{label:"Copy id",run:()=>Z(e.id,"Node id")},{label:"Copy curl: details",run:()=>Z(N("GET",_.peer(e.id)),"Curl command")},{label:"Disconnect…",danger:!0,run:()=>yr(e)},e.banned?{label:"Unban…",run:()=>xr(e)}:{label:"Ban…",danger:!0,run:()=>_r(e)}];function q({name:e,label:t,sorting:n,onSort:o,className:r=""}){let a=n.key===e,s=n.isDown?"descending":"ascending";return i`
    <th scope="col" class=${r} aria-sort=${a?s:void 0}>
      <button type="button" class="sort-button" onClick=${()=>o(e)}>
        ${t}<span class="sort-mark" aria-hidden="true">${a?n.isDown?"↓":"↑":""}</span></button>
    </th>`}var Ci=100,Mi={connected:"Connected",connecting:"Connecting",disconnected:"Disconnected",disconnecting:"Disconnecting",failed:"Failed"},Ku={connected:"good",connecting:"busy",failed:"bad"},wr=({peer:e})=>e.banned?i`<span class="state bad">Banned</span>`:i`<span class=${`state ${Ku[e.state]??""}`}>${Mi[e.state]??e.state}</span>`,Ju=({peer:e})=>{let t=Qn(e);return e.state==="connected"||!t&&!e.last_error?null:i`
    <tr class="trouble"><td colspan="10">
      ${e.last_error&&i`<span class="transfer-error">${T(e.last_error)}</span>`}
      ${" "}${t&&i`<span class="muted">${t}</span>`}</td></tr>`};function Zu({peer:e,isChosen:t}){let n=R.value==="bits",o=e.state==="connected",r=a=>o?a:"–";return i`
    <tr class=${t?"selected":""} data-id=${e.id} data-state=${e.state}>
      <th scope="row">
        <a href=${re("peers",e.id)} aria-current=${t?"true":void 0}>${ee(e)}</a>
        <span class="sub muted">${e.name&&i`<code>${O(e.id)}</code>`}
          ${e.kind==="iroh"&&i`<span>iroh</span>`}
          ${e.pinned&&i`<span title="Connected to again whenever it is lost">pinned</span>`}</span>
      </th>
      <td><${wr} peer=${e} /></td>
      <td class="num">${r(se(e.rtt_ms))}</td>
      <td class="num second">${r(Ee(e.loss))}</td>
      <td class="num extra">${r(ze(e.rx_bps,n))}</td>
      <td class="num extra">${r(ze(e.tx_bps,n))}</td>
      <td class="num extra">${r(e.score.toFixed(2))}</td>
      <td class="num extra">${e.reputation}</td>
      <td class="num extra">${e.reconnects}</td>
      <td class="cell-menu"><${Tt} label=${`More for ${ee(e)}`}
        items=${Ti(e)} /></td>
    </tr>
    <${Ju} peer=${e} />`}var Qu=()=>{let e={sorting:jt.value,onSort:Qa};return i`
    <tr>
      <${q} name="name" label="Peer" ...${e} />
      <${q} name="state" label="State" ...${e} />
      <${q} name="rtt" label="RTT" className="num" ...${e} />
      <${q} name="loss" label="Loss" className="num second" ...${e} />
      <${q} name="rx" label="In" className="num extra" ...${e} />
      <${q} name="tx" label="Out" className="num extra" ...${e} />
      <${q} name="score" label="Score" className="num extra" ...${e} />
      <${q} name="reputation" label="Reputation" className="num extra" ...${e} />
      <${q} name="reconnects" label="Reconnects" className="num extra" ...${e} />
      <th scope="col"><span class="offscreen">Actions</span></th>
    </tr>`};function Pi(){let e=es.value??{},t=(n,o)=>i`
    <option value=${n}>${o}${e[n]?` (${e[n]})`:""}</option>`;return i`
    <label class="offscreen" for="peer-state">State</label>
    <select id="peer-state" class="narrow" value=${Ne.value}
      onChange=${n=>{Ne.value=n.target.value}}>
      <option value="">All states${e.known?` (${e.known})`:""}</option>
      ${Object.entries(Mi).map(([n,o])=>t(n,o))}
      ${t("banned","Banned")}
    </select>`}var ed=()=>i`
  <div class="empty">
    <p><strong>${Ne.value?"No peer is like that.":"No peer is known yet."}</strong></p>
    ${Ne.value?i`
      <button type="button" class="button small"
        onClick=${()=>{Ne.value=""}}>Show all</button>`:i`
      <p>Nodes on the same network find each other by themselves. For others
        paste an address or a ticket above, or run</p>
      <p><code>firn connect ID@IP:PORT</code></p>`}
  </div>`;function Ni(){let[e,t]=E(Ci),n=Za.value,o=Dn.value;return o&&!n?i`<${W} problem=${o} doing="Reading the peers:"
      onRetry=${yt} />`:n?i`
    ${o&&i`<${W} problem=${o} doing="Reading the peers:" />`}
    ${n.length?i`
      <table class="table peers">
        <caption class="offscreen">Peers</caption>
        <thead><${Qu} /></thead>
        <tbody>${n.slice(0,e).map(r=>i`
          <${Zu} key=${r.id} peer=${r} isChosen=${r.id===Q.value.id} />`)}</tbody>
      </table>`:i`<${ed} />`}
    ${n.length>e&&i`
      <div class="pager"><button type="button" class="button small"
        onClick=${()=>t(e+4*Ci)}>
        Show more (${n.length-e} left)</button></div>`}
    ${Uo.value&&i`<p class="muted">There are more; the first
      ${n.length.toLocaleString("en-US")} by id are here.</p>`}`:i`<p class="muted">Reading…</p>`}var kr=240,eo=48;function td(e,t){let n=kr/Math.max(1,e.length-1),o="",r=!1;return e.forEach((a,s)=>{if(a==null){r=!1;return}let l=eo-2-a/t*(eo-6);o+=`${r?"L":"M"}${(s*n).toFixed(1)} ${l.toFixed(1)}`,r=!0}),o}function sn({name:e,values:t,format:n,tone:o=""}){let r=t.filter(u=>u!=null);if(!r.length)return i`<p class="spark"><span class="spark-name">${e}</span>${" "}
      <span class="muted">not measured yet</span></p>`;let a=Math.max(...r),s=n(r.at(-1)),l=td(t,a||1);return i`
    <figure class="spark">
      <figcaption><span class="spark-name">${e}</span>
        <strong class="num">${s}</strong>
        <span class="muted num">at most ${n(a)}</span></figcaption>
      <svg class=${`spark-line ${o}`} viewBox=${`0 0 ${kr} ${eo}`}
        preserveAspectRatio="none" role="img"
        aria-label=${`${e} of the last minute: ${s} now, ${n(a)} at most`}>
        <path class="spark-base" d=${`M0 ${eo-1}H${kr}`} />
        <path d=${l} />
      </svg>
    </figure>`}var nd={firn:"Firn node",iroh:"stock iroh endpoint",unknown:"not known yet"},od=({p:e})=>i`
  <div class="action-row">
    ${e.state==="connected"?i`<button type="button" class="button small" onClick=${()=>gr(e)}>Ping</button>`:!e.banned&&i`<button type="button" class="button small"
          onClick=${()=>vr(e)}>Connect</button>`}
    <button type="button" class="button small" onClick=${()=>yr(e)}>Disconnect…</button>
    ${e.banned?i`<button type="button" class="button small" onClick=${()=>xr(e)}>Unban…</button>`:i`<button type="button" class="button small" onClick=${()=>_r(e)}>Ban…</button>`}
    <${I} text=${N("GET",_.peer(e.id))} what="Curl command" label="curl" />
    <a class="button small" href=${re("topology",e.id)}>In the topology</a>
  </div>`;function rd({p:e}){if(!e.samples.length)return null;let t=R.value==="bits",n=r=>e.samples.map(a=>a[r]),o=r=>ke(r,t);return i`
    <section aria-label="The last minute">
      <h3>The last minute</h3>
      <div class="sparks">
        <${sn} name="RTT" values=${n("rtt_ms")} format=${se} />
        <${sn} name="In" values=${n("rx_bps")} format=${o} />
        <${sn} name="Out" values=${n("tx_bps")} format=${o} />
        <${sn} name="Loss" values=${n("loss")} format=${Ee} tone="bad" />
      </div>
    </section>`}var ad=({list:e})=>i`
  <section aria-label="Addresses">
    <h3>Addresses</h3>
    ${e.length?i`
      <table class="table dense">
        <thead><tr><th scope="col">Address</th><th scope="col">From</th>
          <th scope="col">Worked</th></tr></thead>
        <tbody>${e.map(t=>i`
          <tr key=${t.addr}><th scope="row"><code class="wrap">${t.addr}</code></th>
            <td>${t.source}</td><td>${Ge(t.last_ok,ge.value)}</td></tr>`)}</tbody>
      </table>`:i`<p class="muted">None is known.</p>`}
  </section>`,sd={served:"served",wrong_data:"wrong data",stalled:"stalled",timed_out:"timed out",broke_protocol:"broke the protocol"};function id({p:e}){let t=e.state==="connected",n=Object.entries(e.deeds).filter(([,o])=>o>0).map(([o,r])=>`${sd[o]??o} ${r}×`);return i`
    <dl class="facts tight">
      <${k} name="Id"><${Ye} text=${e.id} what="Node id" /></${k}>
      <${k} name="Kind">${nd[e.kind]??e.kind}${e.agent&&`, ${T(e.agent)}`}</${k}>
      <${k} name="Since">${Ge(e.since,ge.value)}</${k}>
      <${k} name="Found by">${e.discovered_by}${e.pinned&&", pinned"}</${k}>
      ${t&&i`
        <${k} name="Path"><span title=${e.path?.why}>${e.path?.addr??"–"}</span>
          ${e.direction&&i`<span class="muted"> ${e.direction==="in"?"it dialled":"we dialled"}</span>`}</${k}>
        <${k} name="RTT">${se(e.rtt_ms)}
          <span class="muted"> ± ${se(e.rtt_var_ms)}</span></${k}>
        <${k} name="Loss">${Ee(e.loss)}</${k}>
        <${k} name="Window">${D(e.quality.cwnd)}</${k}>
        <${k} name="Received, sent">${D(e.quality.rx_bytes)}, ${D(e.quality.tx_bytes)}</${k}>
        ${e.observed&&i`<${k} name="Sees this node at"><code>${e.observed}</code></${k}>`}`}
      <${k} name="Score">${e.score.toFixed(2)}</${k}>
      <${k} name="Reputation">${e.reputation}
        ${n.length>0&&i`<span class="muted"> ${n.join(", ")}</span>`}</${k}>
      <${k} name="Reconnects">${e.reconnects}</${k}>
      ${!t&&e.next_dial_in_s!=null&&i`
        <${k} name="Tried again in">${ie(e.next_dial_in_s)}</${k}>`}
      ${!t&&i`<${k} name="Last connected">${Ge(e.last_connected,ge.value)}</${k}>`}
    </dl>`}function Ei(){let e=Fn.value;if($t.value)return i`<${W} problem=${$t.value}
      doing="Reading the peer:" onRetry=${Rn} />`;if(!e)return i`<p class="muted">Reading…</p>`;let t=Qn(e);return i`
    <div class="card-head">
      <h2 class="file-name" id="peer-title">${ee(e)}</h2>
      <${wr} peer=${e} />
      <span class="spring"></span>
      <a class="button small" href=${re("peers")}>Close</a>
    </div>
    ${e.last_error&&i`
      <div class=${e.state==="connected"?"note":"problem"}>
        <p><strong>Last error:</strong> ${T(e.last_error)}</p>
        ${t&&i`<p class="muted">${t}</p>`}</div>`}
    ${!e.last_error&&t&&i`<div class="note"><p>${t}</p></div>`}
    <${od} p=${e} />
    <${id} p=${e} />
    <${rd} p=${e} />
    <${ad} list=${e.addresses} />`}var zi={message:"This is neither id@ip:port, nor an id (64 hex digits), nor a ticket."};function Ai(){let[e,t]=E(""),[n,o]=E(null),[r,a]=E(!1),s=async u=>{u.preventDefault();let c=fr(e);if(!c)return o(zi);a(!0),o(null);try{let f=await P("POST",_.peers(),c);U(`${ee(f)} is connected`),t(""),yt()}catch(f){o(f)}return a(!1)},l=()=>{let u=fr(e);u?Z(N("POST",_.peers(),{body:u}),"Curl command"):o(zi)};return i`
    <form class="transfer-form" onSubmit=${s} novalidate>
      <div class="field grow">
        <label for="connect-to">Address or ticket of a node</label>
        <input id="connect-to" type="text" autocomplete="off" spellcheck=${!1}
          placeholder="id@ip:port, id, or node…" value=${e}
          aria-invalid=${String(!!n)}
          aria-describedby=${n?"connect-error":void 0}
          onInput=${u=>{t(u.target.value),o(null)}} />
      </div>
      <div class="form-actions">
        <button type="submit" class="button primary" disabled=${r}>
          ${r?"Connecting…":"Connect"}</button>
        <button type="button" class="button" onClick=${l}
          title="Copy this request as a curl command">curl</button>
      </div>
      ${n&&i`
        <p class="form-error" id="connect-error" role="alert">
          ${n.message}${n.hint&&i` <span>${n.hint}</span>`}</p>`}
    </form>`}function ld(){return A(Ya,[Q.value.id]),i`
    <section class="card details-card" aria-label="The chosen peer">
      <${Ei} /></section>`}function Li(){return A(Bn,[]),A(Ka,[]),i`
    <main class="page peers-page" id="main" tabindex="-1">
      ${Q.value.id&&i`<${ld} />`}
      <section class="card list-card" aria-labelledby="peers-title">
        <div class="card-head">
          <h2 id="peers-title">Peers</h2>
          <span class="spring"></span>
          <${Pi} />
          <${I} text=${N("GET",_.peers())} what="Curl command"
            label="curl" />
        </div>
        <${Ai} />
        <${Ni} />
      </section>
      <section class="card discovery-card" aria-labelledby="discovery-title">
        <div class="card-head">
          <h2 id="discovery-title">How peers are found</h2>
          <span class="spring"></span>
          <${I} text=${N("GET",_.discovery())}
            what="Curl command" label="curl" />
        </div>
        <${Si} />
      </section>
    </main>`}var cd=[{word:"good",rttMs:50,loss:.005},{word:"fair",rttMs:200,loss:.02}];function Oi({rtt_ms:e,loss:t}){if(e==null&&t==null)return"unknown";let n=o=>(e??0)<=o.rttMs&&(t??0)<=o.loss;return cd.find(n)?.word??"poor"}var Di={good:"up to 50 ms, 0.5 % loss",fair:"up to 200 ms, 2 % loss",poor:"slower or lossier",unknown:"not measured",lost:"gone"};function Bi(e){return e>1e3?Math.min(6,1+Math.floor(Math.log10(e/1e3)+1)):1}var ud=["surface","text","accent","bad","link-good","link-fair","link-poor","link-unknown","link-lost"];function Sr(e){let t=getComputedStyle(e);return Object.fromEntries(ud.map(n=>[n,t.getPropertyValue(`--${n}`).trim()]))}var dd={poor:[6,3],unknown:[2,3],lost:[4,4]},fd=["unknown","good","fair","poor","lost"],cn=e=>ls(e)?"lost":Oi(e.data),pd=e=>T(e.data.name)||O(e.id);function Tr(e,t){let n=t==="bytes"?r=>r.data.bytes??0:r=>r.degree,o=1;for(let r of e.nodes.values())o=Math.max(o,n(r));for(let r of e.nodes.values())r.radius=5+9*Math.sqrt(n(r)/o)+(r.data.state==="self"?3:0)}function md(e){let t=new Map;for(let n of e.links.values()){let o=cn(n),r=o==="lost"?2:Bi((n.data.rx_bps??0)+(n.data.tx_bps??0)),a=`${fd.indexOf(o)}${r}`;t.has(a)||t.set(a,{key:a,look:o,width:r,links:[]}),t.get(a).links.push(n)}return[...t.values()].sort((n,o)=>n.key<o.key?-1:1)}var Ii=300;function hd(e,{source:t,target:n}){e.moveTo(t.x,t.y),e.lineTo(n.x,n.y)}function gd(e,{source:t,target:n},o,r){let a=Math.hypot(n.x-t.x,n.y-t.y)||1,s=(t.y-n.y)/a*r,l=(n.x-t.x)/a*r;for(let u=(1-o)/2;u<o/2;u++)e.moveTo(t.x+u*s,t.y+u*l),e.lineTo(n.x+u*s,n.y+u*l)}function Fi(e,t,n,{pixel:o,ratio:r,isCrowded:a}){let s=o/r;e.beginPath(),e.lineWidth=a?s:n*o;for(let l of t)a?gd(e,l,Math.round(n*r),s):hd(e,l);e.stroke()}function vd(e,t){let{colors:n,groups:o,focus:r,selected:a}=t,s=r!==null,l=t.isCrowded?.45:.9,u=({source:c,target:f})=>r.has(c)&&r.has(f)&&(!a||c===a||f===a);for(let{look:c,width:f,links:b}of o)e.strokeStyle=n[`link-${c}`],e.setLineDash(b.length>Ii?[]:(dd[c]??[]).map(p=>p*t.pixel)),e.globalAlpha=c==="lost"?1:s?.1:l,Fi(e,b,f,t),s&&(e.globalAlpha=1,Fi(e,b.filter(u),f+1,{...t,isCrowded:!1}));e.setLineDash([]),e.globalAlpha=1}function ln(e,t,n){e.beginPath();for(let o of t){let r=o.radius+n;e.moveTo(o.x+r,o.y),e.arc(o.x,o.y,r,0,2*Math.PI)}}function bd(e,t){e.beginPath();for(let n of t){let o=n.radius*.45;e.moveTo(n.x-o,n.y-o),e.lineTo(n.x+o,n.y+o),e.moveTo(n.x+o,n.y-o),e.lineTo(n.x-o,n.y+o)}}var Te=e=>e.goneAt||e.data.state==="lost"?"lost":e.data.state,ji={reachable(e,t,{colors:n,scale:o}){ln(e,t,0),e.fillStyle=n.surface,e.strokeStyle=n.accent,e.lineWidth=2/o,e.fill(),e.stroke()},connected(e,t,{colors:n,scale:o}){ln(e,t,0),e.fillStyle=n.accent,e.strokeStyle=n.surface,e.lineWidth=1/o,e.fill(),e.stroke()},lost(e,t,{colors:n,scale:o}){ln(e,t,0),e.fillStyle=n.surface,e.strokeStyle=n.bad,e.lineWidth=1.5/o,e.fill(),e.stroke(),bd(e,t),e.stroke()},self(e,t,n){let{colors:o,scale:r}=n;ln(e,t,4/r),e.fillStyle=o.surface,e.strokeStyle=o.accent,e.lineWidth=2/r,e.fill(),e.stroke(),ji.connected(e,t,n)}};function $d(e,t){let n={lost:[],reachable:[],connected:[],self:[]},o=r=>t.focus!==null&&!t.focus.has(r);for(let r of[!0,!1]){for(let a of Object.values(n))a.length=0;for(let a of t.graph.nodes.values())o(a)===r&&(n[Te(a)]??n.reachable).push(a);e.globalAlpha=r?.25:1;for(let[a,s]of Object.entries(n))s.length&&ji[a](e,s,t)}t.selected&&(ln(e,[t.selected],8/t.scale),e.strokeStyle=t.colors.text,e.lineWidth=2/t.scale,e.stroke())}var Ri=(e,t)=>(t===e.selected?4e6:0)+(t===e.hovered?2e6:0)+(t.data.state==="self"?1e6:0)+(e.focus?.has(t)?1e4:0)+t.radius;function yd(e,t){let{colors:n,toScreen:o,width:r,height:a}=t,s=[],l=c=>s.every(f=>c.x1<f.x0||c.x0>f.x1||c.y1<f.y0||c.y0>f.y1),u=t.graph.nodes.size>150?40:150;e.font=t.font,e.textAlign="center",e.textBaseline="top",e.lineJoin="round",e.lineWidth=3;for(let c of t.byWeight){if(s.length>=u)break;if(t.focus&&!t.focus.has(c)&&c!==t.hovered)continue;let f=o(c),b=f.y+c.radius*t.scale+4;if(f.x<0||f.x>r||f.y<0||b>a)continue;if(!c.label||c.labelOf!==c.data.name){c.labelOf=c.data.name;let g=pd(c);c.label=g.length>24?`${g.slice(0,23)}…`:g,c.labelWidth=e.measureText(c.label).width}let p=c.labelWidth/2+3,d={x0:f.x-p,x1:f.x+p,y0:b-1,y1:b+15};l(d)&&(s.push(d),e.globalAlpha=Te(c)==="lost"?.75:1,e.strokeStyle=n.surface,e.strokeText(c.label,f.x,b),e.fillStyle=n.text,e.fillText(c.label,f.x,b))}e.globalAlpha=1}function Cr(e){e.groups=md(e.graph),to(e)}function to(e){e.byWeight=[...e.graph.nodes.values()].sort((t,n)=>Ri(e,n)-Ri(e,t))}function Mr(e,t){let{view:n,ratio:o,width:r,height:a}=t;t.scale=n.k,t.isCrowded=t.graph.links.size>Ii,t.pixel=1/n.k,t.toScreen=s=>({x:s.x*n.k+n.x,y:s.y*n.k+n.y}),e.setTransform(o,0,0,o,0,0),e.clearRect(0,0,r,a),e.save(),e.translate(n.x,n.y),e.scale(n.k,n.k),vd(e,t),$d(e,t),e.restore(),yd(e,t)}var no={self:"This node",connected:"Connected",reachable:"Reachable",lost:"Lost"},_d={self:"busy",connected:"good",lost:"bad"},Nr=({state:e})=>i`
  <span class=${`state ${_d[e]??""}`}>${no[e]??e}</span>`,Hi=({look:e})=>i`
  <span class="link-word"><span class=${`swatch ${e}`}></span>${e}</span>`,Le=e=>T(e.data.name)||O(e.id);function xd(e,t){let{rx_bps:n,tx_bps:o,from:r}=e.data;return r===t.id?{rx:n,tx:o}:{rx:o,tx:n}}function wd({link:e,node:t,onSelect:n}){let o=Ut(e,t),{rx:r,tx:a}=xd(e,t),s=R.value==="bits",l=cn(e);return i`
    <tr>
      <th scope="row"><button type="button" class="link-button"
        onClick=${()=>n(o)}>${Le(o)}</button></th>
      <td><span class=${`swatch ${l}`}></span><span class="offscreen">${l}</span></td>
      <td class="num">${l==="lost"?"lost":se(e.data.rtt_ms)}</td>
      <td class="num">${Ee(e.data.loss)}</td>
      <td class="num">${ze(r,s)}</td>
      <td class="num">${ze(a,s)}</td>
    </tr>`}var kd=({node:e,at:t,onSelect:n})=>i`
  <div class="table-box" tabindex="0" role="region" aria-label="Links of this node">
    <table class="table dense">
      <thead><tr>
        <th scope="col">To</th>
        <th scope="col"><span class="offscreen">Quality</span></th>
        <th scope="col" class="num">RTT</th><th scope="col" class="num">Loss</th>
        <th scope="col" class="num">In</th><th scope="col" class="num">Out</th>
      </tr></thead>
      <tbody>${e.links.map(o=>i`
        <${wd} key=${o.key} link=${o} node=${e}
          at=${t} onSelect=${n} />`)}</tbody>
    </table>
  </div>`,Pr=(e,t)=>e==null?"not told":t(e),Ui=({node:e,at:t,onSelect:n,onClose:o})=>{let r=e.data,a=r.state==="connected"||r.state==="lost";return i`
    <div class="details" data-id=${e.id}>
      <div class="card-head">
        <h3 class="file-name">${Le(e)}</h3>
        <${Nr} state=${Te(e)} />
        <span class="spring"></span>
        <button type="button" class="button small" onClick=${o}>Close</button>
      </div>
      <dl class="facts tight">
        <${k} name="Id"><${Ye} text=${e.id} what="Node id" /></${k}>
        <${k} name="Version">${T(r.version)||"not told"}</${k}>
        <${k} name="Up for">${Pr(r.uptime_s,ie)}</${k}>
        <${k} name="Blobs">${Pr(r.blobs,s=>s.toLocaleString("en-US"))}</${k}>
        <${k} name="Holds"><span title=${ye(r.bytes)}>${Pr(r.bytes,D)}</span></${k}>
        <${k} name="Links">${ae(e.degree,"link")}</${k}>
      </dl>
      <div class="action-row">
        ${a&&i`
          <a class="button small" href=${re("peers",e.id)}>Peer page</a>`}
        <${I} what="Curl command" label="curl"
          text=${N("GET",a?_.peer(e.id):_.topology())} />
      </div>
      ${e.links.length>0&&i`<${kd} node=${e}
        at=${t} onSelect=${n} />`}
    </div>`};function Sd(e){let t=+this._x.call(null,e),n=+this._y.call(null,e);return Gi(this.cover(t,n),t,n,e)}function Gi(e,t,n,o){if(isNaN(t)||isNaN(n))return e;var r,a=e._root,s={data:o},l=e._x0,u=e._y0,c=e._x1,f=e._y1,b,p,d,g,h,m,v,$;if(!a)return e._root=s,e;for(;a.length;)if((h=t>=(b=(l+c)/2))?l=b:c=b,(m=n>=(p=(u+f)/2))?u=p:f=p,r=a,!(a=a[v=m<<1|h]))return r[v]=s,e;if(d=+e._x.call(null,a.data),g=+e._y.call(null,a.data),t===d&&n===g)return s.next=a,r?r[v]=s:e._root=s,e;do r=r?r[v]=new Array(4):e._root=new Array(4),(h=t>=(b=(l+c)/2))?l=b:c=b,(m=n>=(p=(u+f)/2))?u=p:f=p;while((v=m<<1|h)===($=(g>=p)<<1|d>=b));return r[$]=a,r[v]=s,e}function Td(e){Array.isArray(e)||(e=Array.from(e));let t=e.length,n=new Float64Array(t),o=new Float64Array(t),r=1/0,a=r,s=-r,l=s;for(let u=0,c,f,b;u<t;++u){if(isNaN(f=+this._x.call(null,c=e[u]))||isNaN(b=+this._y.call(null,c))){n[u]=NaN;continue}n[u]=f,o[u]=b,f<r&&(r=f),f>s&&(s=f),b<a&&(a=b),b>l&&(l=b)}if(r>s||a>l)return this;this.cover(r,a).cover(s,l);for(let u=0;u<t;++u)Gi(this,n[u],o[u],e[u]);return this}function Cd(e,t){if(isNaN(e=+e)||isNaN(t=+t))return this;var n=this._x0,o=this._y0,r=this._x1,a=this._y1;if(isNaN(n))r=(n=Math.floor(e))+1,a=(o=Math.floor(t))+1;else{for(var s=r-n||1,l=this._root,u,c;n>e||e>=r||o>t||t>=a;)switch(c=(t<o)<<1|e<n,u=new Array(4),u[c]=l,l=u,s*=2,c){case 0:r=n+s,a=o+s;break;case 1:n=r-s,a=o+s;break;case 2:r=n+s,o=a-s;break;case 3:n=r-s,o=a-s;break}this._root&&this._root.length&&(this._root=l)}return this._x0=n,this._y0=o,this._x1=r,this._y1=a,this}function Md(){var e=[];return this.visit(function(t){if(!t.length)do e.push(t.data);while(t=t.next)}),e}function Pd(e){return arguments.length?this.cover(+e[0][0],+e[0][1]).cover(+e[1][0],+e[1][1]):isNaN(this._x0)?void 0:[[this._x0,this._y0],[this._x1,this._y1]]}function le(e,t,n,o,r){this.node=e,this.x0=t,this.y0=n,this.x1=o,this.y1=r}function Nd(e,t,n){var o,r=this._x0,a=this._y0,s,l,u,c,f=this._x1,b=this._y1,p=[],d=this._root,g,h;for(d&&p.push(new le(d,r,a,f,b)),n==null?n=1/0:(r=e-n,a=t-n,f=e+n,b=t+n,n*=n);g=p.pop();)if(!(!(d=g.node)||(s=g.x0)>f||(l=g.y0)>b||(u=g.x1)<r||(c=g.y1)<a))if(d.length){var m=(s+u)/2,v=(l+c)/2;p.push(new le(d[3],m,v,u,c),new le(d[2],s,v,m,c),new le(d[1],m,l,u,v),new le(d[0],s,l,m,v)),(h=(t>=v)<<1|e>=m)&&(g=p[p.length-1],p[p.length-1]=p[p.length-1-h],p[p.length-1-h]=g)}else{var $=e-+this._x.call(null,d.data),w=t-+this._y.call(null,d.data),x=$*$+w*w;if(x<n){var B=Math.sqrt(n=x);r=e-B,a=t-B,f=e+B,b=t+B,o=d.data}}return o}function Ed(e){if(isNaN(f=+this._x.call(null,e))||isNaN(b=+this._y.call(null,e)))return this;var t,n=this._root,o,r,a,s=this._x0,l=this._y0,u=this._x1,c=this._y1,f,b,p,d,g,h,m,v;if(!n)return this;if(n.length)for(;;){if((g=f>=(p=(s+u)/2))?s=p:u=p,(h=b>=(d=(l+c)/2))?l=d:c=d,t=n,!(n=n[m=h<<1|g]))return this;if(!n.length)break;(t[m+1&3]||t[m+2&3]||t[m+3&3])&&(o=t,v=m)}for(;n.data!==e;)if(r=n,!(n=n.next))return this;return(a=n.next)&&delete n.next,r?(a?r.next=a:delete r.next,this):t?(a?t[m]=a:delete t[m],(n=t[0]||t[1]||t[2]||t[3])&&n===(t[3]||t[2]||t[1]||t[0])&&!n.length&&(o?o[v]=n:this._root=n),this):(this._root=a,this)}function zd(e){for(var t=0,n=e.length;t<n;++t)this.remove(e[t]);return this}function Ad(){return this._root}function Ld(){var e=0;return this.visit(function(t){if(!t.length)do++e;while(t=t.next)}),e}function Od(e){var t=[],n,o=this._root,r,a,s,l,u;for(o&&t.push(new le(o,this._x0,this._y0,this._x1,this._y1));n=t.pop();)if(!e(o=n.node,a=n.x0,s=n.y0,l=n.x1,u=n.y1)&&o.length){var c=(a+l)/2,f=(s+u)/2;(r=o[3])&&t.push(new le(r,c,f,l,u)),(r=o[2])&&t.push(new le(r,a,f,c,u)),(r=o[1])&&t.push(new le(r,c,s,l,f)),(r=o[0])&&t.push(new le(r,a,s,c,f))}return this}function Dd(e){var t=[],n=[],o;for(this._root&&t.push(new le(this._root,this._x0,this._y0,this._x1,this._y1));o=t.pop();){var r=o.node;if(r.length){var a,s=o.x0,l=o.y0,u=o.x1,c=o.y1,f=(s+u)/2,b=(l+c)/2;(a=r[0])&&t.push(new le(a,s,l,f,b)),(a=r[1])&&t.push(new le(a,f,l,u,b)),(a=r[2])&&t.push(new le(a,s,b,f,c)),(a=r[3])&&t.push(new le(a,f,b,u,c))}n.push(o)}for(;o=n.pop();)e(o.node,o.x0,o.y0,o.x1,o.y1);return this}function Bd(e){return e[0]}function Fd(e){return arguments.length?(this._x=e,this):this._x}function Rd(e){return e[1]}function Id(e){return arguments.length?(this._y=e,this):this._y}function oo(e,t,n){var o=new Er(t??Bd,n??Rd,NaN,NaN,NaN,NaN);return e==null?o:o.addAll(e)}function Er(e,t,n,o,r,a){this._x=e,this._y=t,this._x0=n,this._y0=o,this._x1=r,this._y1=a,this._root=void 0}function qi(e){for(var t={data:e.data},n=t;e=e.next;)n=n.next={data:e.data};return t}var ce=oo.prototype=Er.prototype;ce.copy=function(){var e=new Er(this._x,this._y,this._x0,this._y0,this._x1,this._y1),t=this._root,n,o;if(!t)return e;if(!t.length)return e._root=qi(t),e;for(n=[{source:t,target:e._root=new Array(4)}];t=n.pop();)for(var r=0;r<4;++r)(o=t.source[r])&&(o.length?n.push({source:o,target:t.target[r]=new Array(4)}):t.target[r]=qi(o));return e};ce.add=Sd;ce.addAll=Td;ce.cover=Cd;ce.data=Md;ce.extent=Pd;ce.find=Nd;ce.remove=Ed;ce.removeAll=zd;ce.root=Ad;ce.size=Ld;ce.visit=Od;ce.visitAfter=Dd;ce.x=Fd;ce.y=Id;var jd={value:()=>{}};function zr(){for(var e=0,t=arguments.length,n={},o;e<t;++e){if(!(o=arguments[e]+"")||o in n||/[\s.]/.test(o))throw new Error("illegal type: "+o);n[o]=[]}return new ro(n)}function ro(e){this._=e}function Hd(e,t){return e.trim().split(/^|\s+/).map(function(n){var o="",r=n.indexOf(".");if(r>=0&&(o=n.slice(r+1),n=n.slice(0,r)),n&&!t.hasOwnProperty(n))throw new Error("unknown type: "+n);return{type:n,name:o}})}ro.prototype=zr.prototype={constructor:ro,on:function(e,t){var n=this._,o=Hd(e+"",n),r,a=-1,s=o.length;if(arguments.length<2){for(;++a<s;)if((r=(e=o[a]).type)&&(r=Ud(n[r],e.name)))return r;return}if(t!=null&&typeof t!="function")throw new Error("invalid callback: "+t);for(;++a<s;)if(r=(e=o[a]).type)n[r]=Wi(n[r],e.name,t);else if(t==null)for(r in n)n[r]=Wi(n[r],e.name,null);return this},copy:function(){var e={},t=this._;for(var n in t)e[n]=t[n].slice();return new ro(e)},call:function(e,t){if((r=arguments.length-2)>0)for(var n=new Array(r),o=0,r,a;o<r;++o)n[o]=arguments[o+2];if(!this._.hasOwnProperty(e))throw new Error("unknown type: "+e);for(a=this._[e],o=0,r=a.length;o<r;++o)a[o].value.apply(t,n)},apply:function(e,t,n){if(!this._.hasOwnProperty(e))throw new Error("unknown type: "+e);for(var o=this._[e],r=0,a=o.length;r<a;++r)o[r].value.apply(t,n)}};function Ud(e,t){for(var n=0,o=e.length,r;n<o;++n)if((r=e[n]).name===t)return r.value}function Wi(e,t,n){for(var o=0,r=e.length;o<r;++o)if(e[o].name===t){e[o]=jd,e=e.slice(0,o).concat(e.slice(o+1));break}return n!=null&&e.push({name:t,value:n}),e}var Ct=0,dn=0,un=0,Xi=1e3,ao,fn,so=0,dt=0,io=0,pn=typeof performance=="object"&&performance.now?performance:Date,Yi=typeof window=="object"&&window.requestAnimationFrame?window.requestAnimationFrame.bind(window):function(e){setTimeout(e,17)};function Ki(){return dt||(Yi(qd),dt=pn.now()+io)}function qd(){dt=0}function Ar(){this._call=this._time=this._next=null}Ar.prototype=Or.prototype={constructor:Ar,restart:function(e,t,n){if(typeof e!="function")throw new TypeError("callback is not a function");n=(n==null?Ki():+n)+(t==null?0:+t),!this._next&&fn!==this&&(fn?fn._next=this:ao=this,fn=this),this._call=e,this._time=n,Lr()},stop:function(){this._call&&(this._call=null,this._time=1/0,Lr())}};function Or(e,t,n){var o=new Ar;return o.restart(e,t,n),o}function Gd(){Ki(),++Ct;for(var e=ao,t;e;)(t=dt-e._time)>=0&&e._call.call(void 0,t),e=e._next;--Ct}function Vi(){dt=(so=pn.now())+io,Ct=dn=0;try{Gd()}finally{Ct=0,Vd(),dt=0}}function Wd(){var e=pn.now(),t=e-so;t>Xi&&(io-=t,so=e)}function Vd(){for(var e,t=ao,n,o=1/0;t;)t._call?(o>t._time&&(o=t._time),e=t,t=t._next):(n=t._next,t._next=null,t=e?e._next=n:ao=n);fn=e,Lr(o)}function Lr(e){if(!Ct){dn&&(dn=clearTimeout(dn));var t=e-dt;t>24?(e<1/0&&(dn=setTimeout(Vi,Math.ceil(e-pn.now()-io)+1)),un&&(un=clearInterval(un))):(un||(so=pn.now(),un=setInterval(Wd,Xi)),Ct=1,Yi(Vi))}}function ue(e){return function(){return e}}function Je(e){return(e()-.5)*1e-6}function Xd(e){return e.x+e.vx}function Yd(e){return e.y+e.vy}function Qi(e){var t,n,o,r=1,a=1;typeof e!="function"&&(e=ue(e==null?1:+e));function s(){for(var c,f=t.length,b,p,d,g,h,m,v=0;v<a;++v)for(b=oo(t,Xd,Yd).visitAfter(l),c=0;c<f;++c)p=t[c],h=n[p.index],m=h*h,d=p.x+p.vx,g=p.y+p.vy,b.visit($);function $(w,x,B,G,V){var F=w.data,te=w.r,y=h+te;if(F){if(F.index>p.index){var M=d-F.x-F.vx,z=g-F.y-F.vy,C=M*M+z*z;C<y*y&&(M===0&&(M=Je(o),C+=M*M),z===0&&(z=Je(o),C+=z*z),C=(y-(C=Math.sqrt(C)))/C*r,p.vx+=(M*=C)*(y=(te*=te)/(m+te)),p.vy+=(z*=C)*y,F.vx-=M*(y=1-y),F.vy-=z*y)}return}return x>d+y||G<d-y||B>g+y||V<g-y}}function l(c){if(c.data)return c.r=n[c.data.index];for(var f=c.r=0;f<4;++f)c[f]&&c[f].r>c.r&&(c.r=c[f].r)}function u(){if(t){var c,f=t.length,b;for(n=new Array(f),c=0;c<f;++c)b=t[c],n[b.index]=+e(b,c,t)}}return s.initialize=function(c,f){t=c,o=f,u()},s.iterations=function(c){return arguments.length?(a=+c,s):a},s.strength=function(c){return arguments.length?(r=+c,s):r},s.radius=function(c){return arguments.length?(e=typeof c=="function"?c:ue(+c),u(),s):e},s}function Kd(e){return e.index}function Ji(e,t){var n=e.get(t);if(!n)throw new Error("node not found: "+t);return n}function el(e){var t=Kd,n=b,o,r=ue(30),a,s,l,u,c,f=1;e==null&&(e=[]);function b(m){return 1/Math.min(l[m.source.index],l[m.target.index])}function p(m){for(var v=0,$=e.length;v<f;++v)for(var w=0,x,B,G,V,F,te,y;w<$;++w)x=e[w],B=x.source,G=x.target,V=G.x+G.vx-B.x-B.vx||Je(c),F=G.y+G.vy-B.y-B.vy||Je(c),te=Math.sqrt(V*V+F*F),te=(te-a[w])/te*m*o[w],V*=te,F*=te,G.vx-=V*(y=u[w]),G.vy-=F*y,B.vx+=V*(y=1-y),B.vy+=F*y}function d(){if(s){var m,v=s.length,$=e.length,w=new Map(s.map((B,G)=>[t(B,G,s),B])),x;for(m=0,l=new Array(v);m<$;++m)x=e[m],x.index=m,typeof x.source!="object"&&(x.source=Ji(w,x.source)),typeof x.target!="object"&&(x.target=Ji(w,x.target)),l[x.source.index]=(l[x.source.index]||0)+1,l[x.target.index]=(l[x.target.index]||0)+1;for(m=0,u=new Array($);m<$;++m)x=e[m],u[m]=l[x.source.index]/(l[x.source.index]+l[x.target.index]);o=new Array($),g(),a=new Array($),h()}}function g(){if(s)for(var m=0,v=e.length;m<v;++m)o[m]=+n(e[m],m,e)}function h(){if(s)for(var m=0,v=e.length;m<v;++m)a[m]=+r(e[m],m,e)}return p.initialize=function(m,v){s=m,c=v,d()},p.links=function(m){return arguments.length?(e=m,d(),p):e},p.id=function(m){return arguments.length?(t=m,p):t},p.iterations=function(m){return arguments.length?(f=+m,p):f},p.strength=function(m){return arguments.length?(n=typeof m=="function"?m:ue(+m),g(),p):n},p.distance=function(m){return arguments.length?(r=typeof m=="function"?m:ue(+m),h(),p):r},p}var Jd=1664525,Zd=1013904223,Zi=4294967296;function Qd(){let e=1;return()=>(e=(Jd*e+Zd)%Zi)/Zi}function ef(e){return e.x}function tf(e){return e.y}var nf=10,of=Math.PI*(3-Math.sqrt(5));function tl(e){var t,n=1,o=.001,r=1-Math.pow(o,1/300),a=0,s=.6,l=new Map,u=Or(b),c=zr("tick","end"),f=Qd();e==null&&(e=[]);function b(){p(),c.call("tick",t),n<o&&(u.stop(),c.call("end",t))}function p(h){var m,v=e.length,$;h===void 0&&(h=1);for(var w=0;w<h;++w)for(n+=(a-n)*r,l.forEach(function(x){x(n)}),m=0;m<v;++m)$=e[m],$.fx==null?$.x+=$.vx*=s:($.x=$.fx,$.vx=0),$.fy==null?$.y+=$.vy*=s:($.y=$.fy,$.vy=0);return t}function d(){for(var h=0,m=e.length,v;h<m;++h){if(v=e[h],v.index=h,v.fx!=null&&(v.x=v.fx),v.fy!=null&&(v.y=v.fy),isNaN(v.x)||isNaN(v.y)){var $=nf*Math.sqrt(.5+h),w=h*of;v.x=$*Math.cos(w),v.y=$*Math.sin(w)}(isNaN(v.vx)||isNaN(v.vy))&&(v.vx=v.vy=0)}}function g(h){return h.initialize&&h.initialize(e,f),h}return d(),t={tick:p,restart:function(){return u.restart(b),t},stop:function(){return u.stop(),t},nodes:function(h){return arguments.length?(e=h,d(),l.forEach(g),t):e},alpha:function(h){return arguments.length?(n=+h,t):n},alphaMin:function(h){return arguments.length?(o=+h,t):o},alphaDecay:function(h){return arguments.length?(r=+h,t):+r},alphaTarget:function(h){return arguments.length?(a=+h,t):a},velocityDecay:function(h){return arguments.length?(s=1-h,t):1-s},randomSource:function(h){return arguments.length?(f=h,l.forEach(g),t):f},force:function(h,m){return arguments.length>1?(m==null?l.delete(h):l.set(h,g(m)),t):l.get(h)},find:function(h,m,v){var $=0,w=e.length,x,B,G,V,F;for(v==null?v=1/0:v*=v,$=0;$<w;++$)V=e[$],x=h-V.x,B=m-V.y,G=x*x+B*B,G<v&&(F=V,v=G);return F},on:function(h,m){return arguments.length>1?(c.on(h,m),t):c.on(h)}}}function nl(){var e,t,n,o,r=ue(-30),a,s=1,l=1/0,u=.81;function c(d){var g,h=e.length,m=oo(e,ef,tf).visitAfter(b);for(o=d,g=0;g<h;++g)t=e[g],m.visit(p)}function f(){if(e){var d,g=e.length,h;for(a=new Array(g),d=0;d<g;++d)h=e[d],a[h.index]=+r(h,d,e)}}function b(d){var g=0,h,m,v=0,$,w,x;if(d.length){for($=w=x=0;x<4;++x)(h=d[x])&&(m=Math.abs(h.value))&&(g+=h.value,v+=m,$+=m*h.x,w+=m*h.y);d.x=$/v,d.y=w/v}else{h=d,h.x=h.data.x,h.y=h.data.y;do g+=a[h.data.index];while(h=h.next)}d.value=g}function p(d,g,h,m){if(!d.value)return!0;var v=d.x-t.x,$=d.y-t.y,w=m-g,x=v*v+$*$;if(w*w/u<x)return x<l&&(v===0&&(v=Je(n),x+=v*v),$===0&&($=Je(n),x+=$*$),x<s&&(x=Math.sqrt(s*x)),t.vx+=v*d.value*o/x,t.vy+=$*d.value*o/x),!0;if(d.length||x>=l)return;(d.data!==t||d.next)&&(v===0&&(v=Je(n),x+=v*v),$===0&&($=Je(n),x+=$*$),x<s&&(x=Math.sqrt(s*x)));do d.data!==t&&(w=a[d.data.index]*o/x,t.vx+=v*w,t.vy+=$*w);while(d=d.next)}return c.initialize=function(d,g){e=d,n=g,f()},c.strength=function(d){return arguments.length?(r=typeof d=="function"?d:ue(+d),f(),c):r},c.distanceMin=function(d){return arguments.length?(s=d*d,c):Math.sqrt(s)},c.distanceMax=function(d){return arguments.length?(l=d*d,c):Math.sqrt(l)},c.theta=function(d){return arguments.length?(u=d*d,c):Math.sqrt(u)},c}function ol(e){var t=ue(.1),n,o,r;typeof e!="function"&&(e=ue(e==null?0:+e));function a(l){for(var u=0,c=n.length,f;u<c;++u)f=n[u],f.vx+=(r[u]-f.x)*o[u]*l}function s(){if(n){var l,u=n.length;for(o=new Array(u),r=new Array(u),l=0;l<u;++l)o[l]=isNaN(r[l]=+e(n[l],l,n))?0:+t(n[l],l,n)}}return a.initialize=function(l){n=l,s()},a.strength=function(l){return arguments.length?(t=typeof l=="function"?l:ue(+l),s(),a):t},a.x=function(l){return arguments.length?(e=typeof l=="function"?l:ue(+l),s(),a):e},a}function rl(e){var t=ue(.1),n,o,r;typeof e!="function"&&(e=ue(e==null?0:+e));function a(l){for(var u=0,c=n.length,f;u<c;++u)f=n[u],f.vy+=(r[u]-f.y)*o[u]*l}function s(){if(n){var l,u=n.length;for(o=new Array(u),r=new Array(u),l=0;l<u;++l)o[l]=isNaN(r[l]=+e(n[l],l,n))?0:+t(n[l],l,n)}}return a.initialize=function(l){n=l,s()},a.strength=function(l){return arguments.length?(t=typeof l=="function"?l:ue(+l),s(),a):t},a.y=function(l){return arguments.length?(e=typeof l=="function"?l:ue(+l),s(),a):e},a}var al=.01;function sl(){let e=70,t=el().distance(()=>e),n=nl().distanceMax(600).theta(1),o=tl().stop().alphaDecay(.03).velocityDecay(.45).force("links",t).force("charge",n).force("collide",Qi(14)).force("x",ol().strength(.035)).force("y",rl().strength(.06)),r=0;return{set(a,s){e=60+130*Math.min(1,6/(a.nodes.size+1)),n.strength(-2.2*e),o.nodes([...a.nodes.values()]),t.links([...a.links.values()].filter(l=>!l.goneAt)),r=Math.max(r,s?1:.25)},warm(a){r=Math.max(r,a)},isWarm:()=>r>al,tick(){return r<=al?!1:(o.alpha(r).tick(),r=o.alpha(),!0)},find:(a,s,l)=>o.find(a,s,l)}}var il=.1,rf=4,ll=6,af=250,cl=(e,t,n)=>Math.min(n,Math.max(t,e));function ul(e,t,n){let o=e.getContext("2d"),r=sl(),a=matchMedia("(prefers-reduced-motion: reduce)"),s={graph:t,view:{x:0,y:0,k:1},ratio:1,width:1,height:1,focus:null,selected:null,hovered:null,groups:[],byWeight:[],colors:Sr(e),font:"12px system-ui, sans-serif"},l=0,u=!0,c=!1,f=!0,b="bytes",p=null,d=()=>{l||(l=requestAnimationFrame(g))};function g(){l=0;let y=!c&&r.tick();u&&h(y?.2:1),Mr(o,s),e.dataset.moving=String(y),y&&d()}function h(y){let[M,z,C,Ce]=[1/0,-1/0,1/0,-1/0];for(let{x:ft,y:Ir}of t.nodes.values())M=Math.min(M,ft),z=Math.max(z,ft),C=Math.min(C,Ir),Ce=Math.max(Ce,Ir);if(M>z)return;let{width:Br,height:Fr,view:Rr}=s,co=cl(Math.min((Br-80)/(z-M+1),(Fr-80)/(Ce-C+1)),il,1.4),vl={k:co,x:Br/2-co*(M+z)/2,y:Fr/2-co*(C+Ce)/2};for(let ft of["k","x","y"])Rr[ft]+=(vl[ft]-Rr[ft])*y}function m(y,M,z){let{view:C}=s,Ce=cl(C.k*z,il,rf);C.x=y-(y-C.x)*Ce/C.k,C.y=M-(M-C.y)*Ce/C.k,C.k=Ce,u=!1,d()}let v=({offsetX:y,offsetY:M})=>({x:(y-s.view.x)/s.view.k,y:(M-s.view.y)/s.view.k});function $(y){let{x:M,y:z}=v(y),C=r.find(M,z,14+ll/s.view.k);return C&&Math.hypot(C.x-M,C.y-z)<=C.radius+ll/s.view.k?C:null}function w(y,M){e.classList.toggle("over-node",y!==null),y!==s.hovered&&(s.hovered=y,to(s),d()),n.hover(y,M.offsetX,M.offsetY)}function x(y){let M=Math.hypot(y.offsetX-p.fromX,y.offsetY-p.fromY);if(!(!p.isMoved&&M<4)){if(p.isMoved=!0,p.node){let{x:z,y:C}=v(y);Object.assign(p.node,c?{x:z,y:C}:{fx:z,fy:C}),r.warm(.2)}else s.view.x=p.viewX+y.offsetX-p.fromX,s.view.y=p.viewY+y.offsetY-p.fromY;u=!1,d()}}let B={pointermove(y){p?x(y):w($(y),y)},pointerdown(y){y.button===0&&(p={node:$(y),fromX:y.offsetX,fromY:y.offsetY,viewX:s.view.x,viewY:s.view.y,isMoved:!1},y.pointerType!=="touch"&&e.setPointerCapture(y.pointerId))},pointerup(){p&&(p.isMoved||n.select(p.node),G())},pointercancel:()=>G(),pointerleave(y){w(null,y)},wheel(y){y.ctrlKey&&(y.preventDefault(),m(y.offsetX,y.offsetY,Math.exp(-y.deltaY/300)))}};function G(){p?.node&&(delete p.node.fx,delete p.node.fy),p=null}function V(){s.ratio=Math.min(2,devicePixelRatio||1),s.width=e.clientWidth,s.height=e.clientHeight,e.width=Math.round(s.width*s.ratio),e.height=Math.round(s.height*s.ratio),u&&h(1),Mr(o,s)}function F(){let y=performance.now()+(a.matches?4:1)*af;for(;performance.now()<y&&r.tick(););h(1)}for(let[y,M]of Object.entries(B))e.addEventListener(y,M,{passive:!1});let te=new ResizeObserver(V);return te.observe(e),{read(y){if(Tr(t,b),y){let M=f&&t.nodes.size>0;r.set(t,M),M&&F(),f=t.nodes.size===0,t.nodes.has(s.selected?.id)||(s.selected=null)}Cr(s),d()},setSize(y){b=y,Tr(t,b),Cr(s),d()},setStill(y){c=y,d()},setFocus(y,M){s.selected=y,s.focus=M,to(s),d()},recolor(){s.colors=Sr(e),d()},zoom:y=>m(s.width/2,s.height/2,y),fit(){u=!0,h(1),d()},close(){cancelAnimationFrame(l),te.disconnect();for(let[y,M]of Object.entries(B))e.removeEventListener(y,M)}}}function sf({at:e}){let{node:t,x:n,y:o}=e,r=t.links.map(a=>a.data.rtt_ms).filter(a=>a!=null);return i`
    <div class="tip" aria-hidden="true" style=${{left:`${n+14}px`,top:`${o+14}px`}}>
      <strong>${Le(t)}</strong>
      <span>${no[Te(t)]??Te(t)} · ${ae(t.degree,"link")}</span>
      ${t.data.bytes!=null&&i`<span>${D(t.data.bytes)}</span>`}
      ${r.length>0&&i`<span>nearest ${se(Math.min(...r))}</span>`}
      ${t.data.uptime_s!=null&&i`<span>up for ${ie(t.data.uptime_s)}</span>`}
    </div>`}var lf=()=>i`
  <div class="legend">
    <ul aria-label="Nodes">
      ${Object.entries(no).map(([e,t])=>i`
        <li key=${e}><span class=${`node-mark ${e}`}></span>${t}</li>`)}
    </ul>
    <ul aria-label="Links">
      ${Object.entries(Di).map(([e,t])=>i`
        <li key=${e} title=${t}><span class=${`swatch ${e}`}></span>${e}
          <span class="muted legend-note">${t}</span></li>`)}
      <li class="muted">thicker: more traffic</li>
    </ul>
  </div>`;function cf(e,t){return t?new Set(Ue.value.filter(n=>xt(n,t))):e?new Set([e,...e.links.map(n=>Ut(n,e))]):null}function uf(){let e=Ue.value,t=n=>e.filter(o=>Te(o)===n).length;return`${ae(e.length,"node")}, ${ae(be.links.size,"link")}; ${t("connected")} connected to this one, ${t("lost")} lost. The table below has the same data.`}function df(e,t,n,o){A(()=>{let r=ul(e.current,be,{select:o,hover:(s,l,u)=>n(s&&{node:s,x:l,y:u})});t.current=r,r.read(!0);let a=matchMedia("(prefers-color-scheme: dark)");return a.addEventListener("change",r.recolor),()=>{a.removeEventListener("change",r.recolor),r.close()}},[])}function ff({view:e,by:t,setBy:n}){let o=(r,a,s)=>i`
    <button type="button" class="button small square" aria-label=${a}
      title=${a} onClick=${s}><${ne} name=${r} /></button>`;return i`
    <div class="card-head">
      <h2 id="topology-title">Topology</h2>
      <span class="spring"></span>
      <label class="offscreen" for="topology-search">Search nodes</label>
      <input id="topology-search" class="search" type="search" autocomplete="off"
        placeholder="Name or id" value=${Hn.value}
        onInput=${r=>{Hn.value=r.target.value}} />
      <label class="offscreen" for="topology-size">Size of nodes</label>
      <select id="topology-size" class="narrow" value=${t}
        onChange=${r=>n(r.target.value)}>
        <option value="bytes">Size: bytes held</option>
        <option value="degree">Size: links</option>
      </select>
      <span class="tool-group">
        ${o("minus","Zoom out",()=>e.current.zoom(1/1.4))}
        ${o("plus","Zoom in",()=>e.current.zoom(1.4))}
        ${o("fit","Show all",()=>e.current.fit())}
      </span>
      <button type="button" class="button small" aria-pressed=${String($e.value)}
        onClick=${()=>ps(!$e.value)}>
        ${$e.value?"Go on":"Pause"}</button>
    </div>`}function dl({selected:e,onSelect:t}){let n=_e(null),o=_e(null),r=_e(qt.value),[a,s]=E(null),[l,u]=E("bytes"),c=Un.value;return df(n,o,s,t),A(()=>{o.current.read(r.current!==qt.value),r.current=qt.value},[we.value]),A(()=>o.current.setFocus(e,cf(e,c)),[e,c,we.value]),A(()=>o.current.setStill($e.value),[$e.value]),A(()=>o.current.setSize(l),[l]),A(()=>o.current.recolor(),[wt.value]),i`
    <${ff} view=${o} by=${l} setBy=${u} />
    <div class="picture">
      <canvas ref=${n} role="img" aria-label=${uf()}></canvas>
      ${a&&be.nodes.has(a.node.id)&&i`<${sf} at=${a} />`}
      ${$e.value&&i`<span class="pill picture-note">Paused${jn.value?` at ${new Date(jn.value).toLocaleTimeString()}`:""}</span>`}
    </div>
    <${lf} />`}var Dr=50,pf={self:0,connected:1,reachable:2,lost:3},mf={name:e=>`${e.data.name?0:1}${e.data.name??""} ${e.id}`,state:e=>pf[e.data.state]??9,links:e=>e.degree,blobs:e=>e.data.blobs,bytes:e=>e.data.bytes,uptime:e=>e.data.uptime_s},hf={name:e=>Le(e.source),to:e=>Le(e.target),rtt:e=>e.data.rtt_ms,loss:e=>e.data.loss,rx:e=>e.data.rx_bps,tx:e=>e.data.tx_bps};function fl(e,t,n,o){return e.map(r=>({it:r,v:t(r),id:o(r)})).sort((r,a)=>{if(r.v==null||a.v==null)return(r.v==null)-(a.v==null);let s=r.v<a.v?-1:+(r.v>a.v);return(n?-s:s)||(r.id<a.id?-1:1)}).map(({it:r})=>r)}var gf=({node:e,isSelected:t,onSelect:n})=>i`
  <tr class=${t?"selected":""} data-id=${e.id}>
    <th scope="row"><button type="button" class="link-button"
      aria-pressed=${String(t)} onClick=${()=>n(e)}>
      ${Le(e)}</button></th>
    <td><${Nr} state=${Te(e)} /></td>
    <td class="extra"><code title=${e.id}>${O(e.id)}</code></td>
    <td class="num">${e.degree}</td>
    <td class="num extra">${e.data.blobs?.toLocaleString("en-US")??"–"}</td>
    <td class="num" title=${ye(e.data.bytes)}>
      ${e.data.bytes==null?"–":D(e.data.bytes)}</td>
    <td class="num extra">${e.data.uptime_s==null?"–":ie(e.data.uptime_s)}</td>
    <td class="extra">${T(e.data.version)||"–"}</td>
  </tr>`,vf=e=>i`
  <tr>
    <${q} name="name" label="Node" ...${e} />
    <${q} name="state" label="State" ...${e} />
    <th scope="col" class="extra">Id</th>
    <${q} name="links" label="Links" className="num" ...${e} />
    <${q} name="blobs" label="Blobs" className="num extra" ...${e} />
    <${q} name="bytes" label="Holds" className="num" ...${e} />
    <${q} name="uptime" label="Up for" className="num extra" ...${e} />
    <th scope="col" class="extra">Version</th>
  </tr>`;function bf({link:e,onSelect:t}){let n=e.data,o=R.value==="bits",r=a=>i`
    <button type="button" class="link-button"
      onClick=${()=>t(a)}>${Le(a)}</button>`;return i`
    <tr>
      <th scope="row">${r(e.source)}</th>
      <td>${r(e.target)}</td>
      <td><${Hi} look=${cn(e)} /></td>
      <td class="num">${se(n.rtt_ms)}</td>
      <td class="num">${Ee(n.loss)}</td>
      <td class="num extra">${ze(n.rx_bps,o)}</td>
      <td class="num extra">${ze(n.tx_bps,o)}</td>
      <td class="extra">${T(n.path)||"–"}</td>
    </tr>`}var $f=e=>i`
  <tr>
    <${q} name="name" label="From" ...${e} />
    <${q} name="to" label="To" ...${e} />
    <th scope="col">Link</th>
    <${q} name="rtt" label="RTT" className="num" ...${e} />
    <${q} name="loss" label="Loss" className="num" ...${e} />
    <${q} name="rx" label="In" className="num extra" ...${e} />
    <${q} name="tx" label="Out" className="num extra" ...${e} />
    <th scope="col" class="extra">Path</th>
  </tr>`,pl={key:"name",isDown:!1},yf=["links","blobs","bytes","uptime","rx","tx"];function ml({selected:e,onSelect:t}){let[n,o]=E(!1),[r,a]=E(pl),[s,l]=E(Dr),u=Un.value,c=we.value,f=g=>a(r.key===g?{key:g,isDown:!r.isDown}:{key:g,isDown:yf.includes(g)}),b=g=>{o(g),a(pl),l(Dr)},p=n?fl(Jo.value.filter(g=>xt(g.source,u)||xt(g.target,u)),hf[r.key],r.isDown,g=>g.key):fl(Ue.value.filter(g=>xt(g,u)),mf[r.key],r.isDown,g=>g.id),d={sorting:r,onSort:f};return i`
    <div class="card-head">
      <div class="segments" role="group" aria-label="Rows of the table">
        <button type="button" class="button small" aria-pressed=${String(!n)}
          onClick=${()=>b(!1)}>Nodes (${Ue.value.length})</button>
        <button type="button" class="button small" aria-pressed=${String(n)}
          onClick=${()=>b(!0)}>Links (${Jo.value.length})</button>
      </div>
    </div>
    <table class="table topology-table">
      <caption class="offscreen">${n?"Links":"Nodes"} of the topology</caption>
      <thead>${n?i`<${$f} ...${d} />`:i`<${vf} ...${d} />`}</thead>
      <tbody>
        ${p.slice(0,s).map(g=>n?i`<${bf} key=${g.key} link=${g} at=${c} onSelect=${t} />`:i`<${gf} key=${g.id} node=${g} at=${c} onSelect=${t}
              isSelected=${e===g} />`)}
      </tbody>
    </table>
    ${!p.length&&i`<p class="muted">Nothing is like that.</p>`}
    ${p.length>s&&i`
      <div class="pager"><button type="button" class="button small"
        onClick=${()=>l(s+6*Dr)}>
        Show more (${p.length-s} left)</button></div>`}`}var lo=e=>On("topology",e?.id),_f=()=>i`
  <div class="details muted">
    <p>Choose a node, in the picture or in the table, to see its links.</p>
    <${I} text=${N("GET",_.topology())} what="Curl command"
      label="curl" />
  </div>`;function hl(){A(fs,[]);let e=Ue.value.length,t=be.nodes.get(Q.value.id)??null;return i`
    <main class="page topology" id="main" tabindex="-1">
      ${_t.value&&i`
        <${W} problem=${_t.value}
          doing="Reading the topology:" onRetry=${Yo} />`}
      ${e>0&&i`
        <section class="card picture-card" aria-labelledby="topology-title">
          <${dl} selected=${t} onSelect=${lo} />
        </section>
        <section class="card details-card" aria-label="The chosen node"
          aria-live="off">
          ${t?i`<${Ui} node=${t} at=${we.value}
            onSelect=${lo} onClose=${()=>lo(null)} />`:i`<${_f} />`}
        </section>
        <section class="card table-card" aria-label="Table of the topology">
          <${ml} selected=${t} onSelect=${lo} />
        </section>`}
      ${!e&&!_t.value&&i`
        <section class="card"><h2 id="topology-title">Topology</h2>
          <p class="muted">Reading…</p></section>`}
    </main>`}function gl(){return A(_s,[]),A(Bn,[]),i`
    <main class="page transfers-page" id="main" tabindex="-1">
      <section class="card" aria-labelledby="transfers-title">
        <div class="card-head">
          <h2 id="transfers-title">Transfers</h2>
          <span class="spring"></span>
          <${I} text=${N("GET",_.transfers())}
            what="Curl command" label="curl" />
        </div>
        <${Jn} />
        <${hi} />
      </section>
    </main>`}var xf={overview:ki,topology:hl,peers:Li,transfers:gl,limits:Xs,events:Rs},wf=e=>{e.preventDefault(),document.getElementById("main").focus()},kf=()=>i`
  <a class="skip" href="#main" onClick=${wf}>Skip to the content</a>
  <${Ls} />
  <${xf[Q.value.page.name]} />
  <${Ds} />
  <${Ss} />
  <${Ns} />`;ks();yo(i`<${kf} />`,document.getElementById("app"));
